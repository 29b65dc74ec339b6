import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../../src/cluster/cluster.js';
import type { ContainerState, Pod } from '../../../src/contract/objects.js';
import { ClusterError } from '../../../src/errors.js';
import { readPlan } from '../../../src/plan/read-plan.js';
import { stepsOf } from '../../../src/plan/run-plan.js';
import { readBackSecrets } from '../../../src/runner/read-back-secrets.js';
import { stepSecrets } from '../../../src/runner/secrets.js';
import { objectsOf, pipeline, step } from '../plan/definitions.js';

const VALUES = new Map([
  ['token', 'open-sesame-42'],
  ['key', 'one\n"two" <three>'],
]);

const { plan } = readPlan(
  objectsOf(
    pipeline('build', [
      step('plain', { environment: { TOKEN: { from_secret: 'Token' }, OTHER: 'public' } }),
      step('nested', { environment: { TARGETS: [{ host: 'example.org', '0': { key: { from_secret: 'key' } } }, 'public'] } }),
      step('without'),
    ]),
  ),
);
const pods = stepsOf(plan).map(({ pod }) => pod);
const secrets = stepSecrets(plan, VALUES);

function clusterWith(get: Cluster['get']): Cluster {
  return { get } as unknown as Cluster;
}

/** A pod whose step takes a Secret of the cluster. */
function taking(secret: string, state: ContainerState): Pod {
  const pod = stepsOf(plan)[2]?.pod ?? expect.fail('no such step');
  return {
    ...pod,
    spec: { containers: [{ name: 'step', image: 'alpine', envFrom: [{ secretRef: { name: secret } }] }] },
    status: { containerStatuses: [{ name: 'step', state }] },
  };
}

function read(cluster: Cluster, chosen = pods): Promise<readonly string[]> {
  return readBackSecrets(cluster, { run: plan.run, pods: chosen });
}

describe('readBackSecrets', () => {
  const there = clusterWith(async (_, name) => secrets.find(({ metadata }) => metadata.name === name));

  it('gives the secrets themselves, also those inside of other values, and nothing that is public', async () => {
    expect([...(await read(there))].sort()).toEqual([...VALUES.values()].sort());
  });

  it('reads the Secret of a step once for all its attempts', async () => {
    const names: string[] = [];
    const counting = clusterWith(async (kind, name) => {
      names.push(name);
      return there.get(kind, name);
    });
    const again = pods.map((pod) => ({ ...pod, metadata: { ...pod.metadata, name: pod.metadata.name.replace(/-1$/, '-2') } }));

    await read(counting, [...pods, ...again]);

    expect(names.sort()).toEqual(secrets.map(({ metadata }) => metadata.name).sort());
  });

  it('asks for none where no step has any', async () => {
    const asked = clusterWith(async () => expect.fail('a Secret was asked for'));

    expect(await read(asked, pods.slice(2))).toEqual([]);
  });

  it.each([
    ['is gone', async () => undefined],
    [
      'may not be read',
      async () => {
        throw new ClusterError('secrets is forbidden', { code: 'forbidden', status: 403 });
      },
    ],
  ])('refuses where a Secret %s', async (_, get) => {
    await expect(read(clusterWith(get))).rejects.toMatchObject({ code: 'secrets-unreadable', hint: expect.stringContaining('--no-mask') });
  });

  it.each([
    ['runs', { running: {} }],
    ['has ended', { terminated: { exitCode: 0 } }],
  ])('gives what the step of a pod that %s takes of the cluster, or refuses', async (_, state) => {
    const pod = taking('aws', state);
    const aws = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'aws' }, data: { key: btoa('the-key-of-aws') } };

    expect(
      await read(
        clusterWith(async () => aws),
        [pod],
      ),
    ).toEqual(['the-key-of-aws']);
    await expect(
      read(
        clusterWith(async () => undefined),
        [pod],
      ),
    ).rejects.toMatchObject({ code: 'secrets-unreadable' });
  });

  it('lets a Secret be absent that a pod still waits for', async () => {
    const pod = taking('aws', { waiting: { reason: 'CreateContainerConfigError' } });

    expect(
      await read(
        clusterWith(async () => undefined),
        [pod],
      ),
    ).toEqual([]);
  });

  it('hides what somebody damaged as a whole, and does not show it in an error', async () => {
    const damaged = clusterWith(async (_, name) => {
      const found = secrets.find(({ metadata }) => metadata.name === name);
      return found && { ...found, data: Object.fromEntries(Object.keys(found.data).map((key) => [key, btoa('{"open sesame')])) };
    });

    expect(await read(damaged)).toEqual(['{"open sesame', '{"open sesame']);
  });
});
