import { describe, expect, it } from 'vitest';
import { stepWrapper } from '../../../src/constructs/step-wrapper.js';
import type { Pod } from '../../../src/contract/objects.js';
import { preparePod } from '../../../src/runner/prepare-pod.js';
import { podOf } from './plans.js';

const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'pl-abcdefghjk', uid: 'u-1' };
const variables = { CI_PIPELINE_STATUS: 'success', CI_STEP_STARTED: '1767225600' };
const additions = { attempt: 2, owner, nonce: 'n0nce', variables };

/** A pod with everything that a synthesized one may have, and what a webhook's author may have added. */
function synthesized(command: readonly string[]): Pod {
  const { metadata } = podOf('build');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, annotations: { 'podline.dev/step': 'build' } },
    spec: {
      containers: [
        { name: 'proxy', image: 'mesh', env: [{ name: 'CI_PIPELINE_STATUS', value: 'untouched' }] },
        {
          name: 'step',
          image: 'alpine',
          command,
          env: [
            { name: 'CI_PIPELINE_STATUS', value: 'old' },
            { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'pl-abcdefghjk-build-s', key: 'TOKEN' } } },
          ],
        },
      ],
      nodeSelector: { 'kubernetes.io/arch': 'amd64' },
      terminationGracePeriodSeconds: 20,
    },
  };
}

const wrapped = ['/bin/sh', '-c', stepWrapper()];

describe('preparePod', () => {
  it('adds name, owner and variables to the synthesized pod, and the nonce for its shell: this is all', () => {
    const pod = synthesized(wrapped);

    const prepared = preparePod(pod, additions);

    const [proxy, step] = pod.spec.containers;
    expect(prepared).toEqual({
      ...pod,
      metadata: { ...pod.metadata, name: 'pl-abcdefghjk-build-2', ownerReferences: [owner] },
      spec: {
        ...pod.spec,
        containers: [
          proxy,
          {
            ...step,
            env: [
              { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'pl-abcdefghjk-build-s', key: 'TOKEN' } } },
              { name: 'CI_PIPELINE_STATUS', value: 'success' },
              { name: 'CI_STEP_STARTED', value: '1767225600' },
              { name: 'PODLINE_NONCE', value: 'n0nce' },
            ],
          },
        ],
      },
    });
  });

  it('gives a pod that is held a gate in place of the variables, and a standard input to open it by', () => {
    const pod = synthesized(wrapped);

    const prepared = preparePod(pod, { ...additions, variables: undefined });

    const [proxy, step] = pod.spec.containers;
    expect(prepared.spec.containers).toEqual([
      proxy,
      {
        ...step,
        stdin: true,
        env: [...(step?.env ?? []), { name: 'PODLINE_GATE', value: 'closed' }, { name: 'PODLINE_NONCE', value: 'n0nce' }],
      },
    ]);
  });

  it('tells no nonce to a step without the shell: it would be in its environment', () => {
    const prepared = preparePod(synthesized(['/plugin']), additions);

    expect(JSON.stringify(prepared)).not.toContain('n0nce');
  });

  it('leaves the synthesized pod as it is', () => {
    const pod = synthesized(wrapped);

    preparePod(pod, additions);

    expect(pod).toEqual(synthesized(wrapped));
  });

  it('gives a pod that is debugged an open standard input, and says so to its shell', () => {
    const step = preparePod(synthesized(wrapped), { ...additions, isDebugged: true }).spec.containers[1];

    expect(step).toMatchObject({ stdin: true, env: expect.arrayContaining([{ name: 'PODLINE_DEBUG', value: 'on' }]) });
  });
});
