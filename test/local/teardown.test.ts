import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../src/clock.js';
import { KubeCluster } from '../../src/cluster/kube-cluster.js';
import type { KubeObject } from '../../src/contract/objects.js';
import { type TeardownOptions, tearDown } from '../../src/runner/teardown.js';
import { EmbeddedCluster, sh } from './embedded-cluster.js';

const RUN = 'abcdefghjk';
const labels = { 'podline.dev/run': RUN };
const ENDS_ON_TERM = sh("trap 'exit 0' TERM; echo ready; while :; do sleep 0.02; done");
const IGNORES_TERM = sh("trap '' TERM; echo ready; while :; do sleep 0.1; done");

describe('tearDown', () => {
  let embedded: EmbeddedCluster;
  let cluster: KubeCluster;

  beforeAll(async () => {
    embedded = await EmbeddedCluster.start();
    const kubeconfig = join(embedded.stateRoot, 'kubeconfig');
    await writeFile(kubeconfig, embedded.cluster.kubeconfig('embedded'));
    cluster = await KubeCluster.connect({ kubeconfig, namespace: 'default', env: {}, home: embedded.stateRoot });
  });

  afterAll(async () => {
    cluster.close();
    await embedded.stop();
  });

  beforeEach(() => embedded.cluster.faults.requests.clear());

  it('stops pods, waits for all that the root owned, and for Secrets by name', async () => {
    await createRun(IGNORES_TERM);

    const teardown = await end();

    expect(teardown).toEqual({ leftovers: [], problem: undefined });
    expect(await left()).toEqual([]);
  });

  it('does not count the time in which the server is away', async () => {
    await createRun();
    const hours: Clock = { now: systemClock.now, sleep: async (_, signal) => systemClock.sleep(1, signal) };
    embedded.cluster.faults.requests.add({ verb: 'list', answer: 503, times: 4 });

    const teardown = await end({ clock: hours });

    expect(teardown.problem).toBeUndefined();
    expect(teardown.leftovers).toEqual([]);
  });

  it('goes on when the server comes back', async () => {
    await createRun();
    await embedded.cluster.faults.inject({ kind: 'api-stopped' });

    const ended = end();
    await embedded.cluster.faults.inject({ kind: 'api-started' });
    const teardown = await ended;

    expect(teardown.leftovers).toEqual([]);
    expect(await left()).toEqual([]);
  });

  it('waits for the rest when one kind may not be listed, and names that one', async () => {
    await createRun();
    embedded.cluster.faults.requests.add({ verb: 'list', resource: 'services', answer: 403, times: Number.POSITIVE_INFINITY });

    const teardown = await end();
    embedded.cluster.faults.requests.clear();

    expect(teardown.leftovers).toEqual(['Service/?']);
    expect(teardown.problem).toMatchObject({ code: 'admission-denied', object: 'Service' });
    expect(await left()).toEqual([]);
  });

  it('stops the pods and does not wait when the root may not be deleted', async () => {
    await createRun(IGNORES_TERM);
    embedded.cluster.faults.requests.add({ verb: 'delete', resource: 'configmaps', answer: 403, times: Number.POSITIVE_INFINITY });

    const teardown = await end();
    await embedded.gone('pl-abcdefghjk-build-1');
    embedded.cluster.faults.requests.clear();
    await end();

    expect(teardown.leftovers).toEqual([
      'Pod/pl-abcdefghjk-build-1',
      'Service/pl-abcdefghjk-main',
      'ConfigMap/pl-abcdefghjk',
      'Secret/pl-abcdefghjk-build-s',
    ]);
    expect(teardown.problem).toMatchObject({ status: 403, object: `ConfigMap/pl-${RUN}` });
  });

  it('tells what is left when nobody waits any more', async () => {
    await createRun(IGNORES_TERM);
    const hurry = new AbortController();
    const clock: Clock = {
      now: systemClock.now,
      sleep: async (ms, signal) => {
        hurry.abort();
        await systemClock.sleep(ms, signal);
      },
    };

    const teardown = await end({ clock, signal: hurry.signal });
    await embedded.gone('pl-abcdefghjk-build-1');

    expect(teardown.leftovers).toEqual(['Pod/pl-abcdefghjk-build-1']);
  });

  it('does not wait for a server that is away when nobody waits any more', async () => {
    await embedded.cluster.faults.inject({ kind: 'api-stopped' });

    const teardown = await end({ signal: AbortSignal.abort() });
    await embedded.cluster.faults.inject({ kind: 'api-started' });

    expect(teardown.leftovers).toEqual(['Pod/?', 'Service/?', 'Lease/?', 'ConfigMap/?', 'PersistentVolumeClaim/?', 'Secret/?']);
  });

  it('gives up on what does not go', async () => {
    await embedded.create('configmaps', { metadata: { name: 'without-owner', labels } });
    const clock: Clock = { now: systemClock.now, sleep: async () => {} };

    const teardown = await end({ clock });
    await cluster.delete('ConfigMap', 'without-owner');

    expect(teardown).toEqual({ leftovers: ['ConfigMap/without-owner'], problem: undefined });
  });

  /** A run in the middle of a step. */
  async function createRun(step = ENDS_ON_TERM): Promise<void> {
    const { metadata } = await cluster.create<KubeObject>({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `pl-${RUN}`, labels } });
    const { name, uid } = metadata;
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name, uid };
    const owned = (name: string) => ({ name: `pl-${RUN}-${name}`, labels, ownerReferences: [owner] });
    await embedded.create('secrets', { metadata: owned('build-s') });
    await embedded.create('services', { metadata: owned('main'), spec: { clusterIP: 'None', selector: labels } });
    await embedded.createPod(`pl-${RUN}-build-1`, step, { metadata: owned('build-1') });
    await embedded.said(`pl-${RUN}-build-1`, 'ready');
  }

  async function end(options: Partial<TeardownOptions> = {}) {
    return tearDown(cluster, { run: RUN, secrets: [`pl-${RUN}-build-s`], graceSeconds: 1, clock: systemClock, ...options });
  }

  async function left(): Promise<readonly string[]> {
    const lists = await Promise.all((['Pod', 'Secret', 'Service', 'ConfigMap'] as const).map((kind) => cluster.list(kind)));
    return lists
      .flat()
      .map(({ kind, metadata }) => `${kind}/${metadata.name}`)
      .filter((name) => name.includes(RUN));
  }
});
