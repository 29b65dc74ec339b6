import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../../src/cluster/cluster.js';
import type { Container, Pod, PodVolume } from '../../../src/contract/objects.js';
import { ClusterError } from '../../../src/errors.js';
import { KnownSecrets } from '../../../src/runner/known-secrets.js';
import { podOf, RUN } from './plans.js';

const SECRETS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws: { id: 'the-id-of-aws', key: 'the-key-of-aws' },
  signing: { private: 'line one\nline two' },
  [`pl-${RUN}-build-s`]: { TOKEN: '{"public":"example.org"}' },
};

function podWith(container: Partial<Container>, volumes: readonly PodVolume[] = []): Pod {
  const pod = podOf('build');
  return { ...pod, spec: { volumes, containers: [{ name: 'step', image: 'alpine', ...container }] } };
}

type Get = Cluster['get'];

const there: Get = async (_, name) => {
  const data = SECRETS[name];
  const encoded = data && Object.fromEntries(Object.entries(data).map(([key, value]) => [key, btoa(value)]));
  return data && Object.assign({ apiVersion: 'v1', kind: 'Secret', metadata: { name } }, { data: encoded });
};
const forbidden: Get = async () => {
  throw new ClusterError('secrets is forbidden', { code: 'forbidden', status: 403 });
};

/** The log of a pod's step, as it is shown. */
async function shown(pod: Pod, log: string, get: Get = there): Promise<{ readonly text: string; readonly warnings: readonly string[] }> {
  const warnings: string[] = [];
  const secrets = new KnownSecrets({
    cluster: { get, namespace: 'ci' },
    run: RUN,
    values: ['own-secret'],
    warn: async (message) => {
      warnings.push(message);
    },
  });
  await secrets.learn(pod, new AbortController().signal);
  await secrets.learn(pod, new AbortController().signal);
  return { text: Buffer.from(secrets.mask(Buffer.from(log))).toString(), warnings };
}

describe('KnownSecrets', () => {
  it.each<[string, Pod, string, string]>([
    [
      'a key in a variable, and no other key',
      podWith({ env: [{ name: 'ID', valueFrom: { secretKeyRef: { name: 'aws', key: 'id' } } }] }),
      'the-id-of-aws the-key-of-aws own-secret',
      '******** the-key-of-aws ********',
    ],
    ['all keys in variables', podWith({ envFrom: [{ secretRef: { name: 'aws' } }] }), 'the-id-of-aws the-key-of-aws', '******** ********'],
    [
      'a key in a file, line by line',
      podWith({ volumeMounts: [{ name: 'v', mountPath: '/key', subPath: 'private' }] }, [{ name: 'v', secret: { secretName: 'signing' } }]),
      'line two, line one',
      '********, ********',
    ],
    [
      'a folder of files',
      podWith({ volumeMounts: [{ name: 'v', mountPath: '/keys' }] }, [{ name: 'v', secret: { secretName: 'aws' } }]),
      'the-key-of-aws',
      '********',
    ],
    [
      'nothing of a volume that is not mounted',
      podWith({}, [{ name: 'v', secret: { secretName: 'aws' } }]),
      'the-key-of-aws',
      'the-key-of-aws',
    ],
    [
      'nothing but the secrets in what the run made for the step',
      podWith({ env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: `pl-${RUN}-build-s`, key: 'TOKEN' } } }] }),
      '{"public":"example.org"} own-secret',
      '{"public":"example.org"} ********',
    ],
  ])('hides %s', async (_, pod, log, text) => {
    expect(await shown(pod, log)).toEqual({ text, warnings: [] });
  });

  it.each<[string, Get]>([
    ['may not be read', forbidden],
    ['is gone', async () => undefined],
  ])('warns once of a Secret that %s', async (_, get) => {
    const { text, warnings } = await shown(podWith({ envFrom: [{ secretRef: { name: 'aws' } }] }), 'the-key-of-aws own-secret', get);

    expect(text).toBe('the-key-of-aws ********');
    expect(warnings).toEqual(['Secret "aws" cannot be read, so what it holds is not hidden in the logs']);
  });

  it('does not take a cluster that is away for one that refuses', async () => {
    const away: Get = async () => {
      throw new ClusterError('connection refused', { code: 'unreachable' });
    };

    await expect(shown(podWith({ envFrom: [{ secretRef: { name: 'aws' } }] }), '', away)).rejects.toMatchObject({ code: 'unreachable' });
  });
});
