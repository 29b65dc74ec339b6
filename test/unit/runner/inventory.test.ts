import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PODS_KEY, SECRETS } from '../../../src/contract/annotations.js';
import type { ConfigMap, Pod } from '../../../src/contract/objects.js';
import { secretNames } from '../../../src/runner/inventory.js';
import { packPods, unpackPods } from '../../../src/runner/packed-pods.js';
import { pipelineOf, planOf, podOf, RUN, stepOf } from './plans.js';

function withSecrets(step: string): Pod {
  const pod = podOf(step);
  return { ...pod, metadata: { ...pod.metadata, annotations: { [SECRETS]: '{}' } } };
}

function rootOf(packed?: string): ConfigMap {
  const binaryData = packed === undefined ? undefined : { [PODS_KEY]: packed };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `pl-${RUN}` }, binaryData };
}

describe('packPods', () => {
  it('gives back every pod as synthesized', () => {
    const pods = [podOf('build'), podOf('test')];

    const packed = packPods(planOf(pipelineOf(pods.map((pod) => stepOf(pod.metadata.name, { pod })))));

    expect(unpackPods(rootOf(packed))).toEqual(pods);
  });

  it('names the largest step where the root can not hold them', () => {
    const noise = randomBytes(1_000_000).toString('base64');
    const pod = { ...podOf('huge'), spec: { containers: [{ name: 'step', image: 'alpine', command: [noise] }] } };

    const pack = () => packPods(planOf(pipelineOf([stepOf('small'), stepOf('huge', { pod })])));

    expect(pack).toThrow(expect.objectContaining({ code: 'run-too-large', message: expect.stringContaining('"huge"') }));
  });
});

describe('unpackPods', () => {
  it.each([
    ['nothing', undefined],
    ['no gzip', Buffer.from('pods').toString('base64')],
    ['something else', 'H4sIAAAAAAAAA6uuBQBDv6ajAgAAAA=='],
  ])('finds none in a root that holds %s', (_, packed) => {
    expect(unpackPods(rootOf(packed))).toEqual([]);
  });
});

describe('secretNames', () => {
  it('tells the Secrets of pods that exist and of those that were still to come, once each', () => {
    const steps = [stepOf('build', { pod: withSecrets('build') }), stepOf('deploy', { pod: withSecrets('deploy') }), stepOf('test')];
    const root = rootOf(packPods(planOf(pipelineOf(steps))));

    expect(secretNames(RUN, [withSecrets('build'), root])).toEqual([`pl-${RUN}-build-s`, `pl-${RUN}-deploy-s`]);
  });

  it('does with the pods alone when the root is gone', () => {
    expect(secretNames(RUN, [withSecrets('build'), podOf('test')])).toEqual([`pl-${RUN}-build-s`]);
  });
});
