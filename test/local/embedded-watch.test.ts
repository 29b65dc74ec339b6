import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonObject } from '../../src/local/objects.js';
import { EmbeddedCluster, type WatchEvent } from './embedded-cluster.js';

let cluster: EmbeddedCluster;
beforeAll(async () => {
  cluster = await EmbeddedCluster.start();
});
afterAll(async () => cluster.stop());

const config = (name: string, labels: object = {}) => ({ metadata: { name, labels }, data: {} });

async function take(events: AsyncGenerator<WatchEvent>, count: number): Promise<readonly string[]> {
  const seen: string[] = [];
  for await (const { type, object } of events) {
    seen.push(`${type} ${object.metadata.name}`);
    if (seen.length === count) break;
  }
  return seen;
}

async function version(): Promise<string> {
  return String(jsonObject((await cluster.request('GET', 'configmaps')).body.metadata).resourceVersion);
}

describe('a watch', () => {
  it('without a version begins with everything that exists', async () => {
    await cluster.create('configmaps', config('early', { watch: 'start' }));
    const events = cluster.watch('configmaps?labelSelector=watch%3Dstart');

    const first = await events.next();
    await cluster.create('configmaps', config('late', { watch: 'start' }));

    expect(first.value).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'early' } } });
    expect(await take(events, 1)).toEqual(['ADDED late']);
  });

  it('resumes after a version without missing or repeating anything', async () => {
    await cluster.create('configmaps', config('before', { watch: 'resume' }));
    const from = await version();
    await cluster.create('configmaps', config('missed', { watch: 'resume' }));
    await cluster.request('PATCH', 'configmaps/missed', { data: { a: '1' } });
    await cluster.request('DELETE', 'configmaps/missed');

    const events = await take(cluster.watch(`configmaps?labelSelector=watch%3Dresume&resourceVersion=${from}`), 3);

    expect(events).toEqual(['ADDED missed', 'MODIFIED missed', 'DELETED missed']);
  });

  it('tells of objects that begin or cease to match as added or deleted', async () => {
    const from = await version();
    await cluster.create('configmaps', config('turning'));
    await cluster.request('PATCH', 'configmaps/turning', { metadata: { labels: { watch: 'turn' } } });
    await cluster.request('PATCH', 'configmaps/turning', { metadata: { labels: { watch: null } } });

    const events = await take(cluster.watch(`configmaps?labelSelector=watch%3Dturn&resourceVersion=${from}`), 2);

    expect(events).toEqual(['ADDED turning', 'DELETED turning']);
  });

  it('from a forgotten version says 410', async () => {
    const from = await version();
    await cluster.create('configmaps', config('forgotten'));
    await cluster.cluster.faults.inject({ kind: 'history-compacted' });

    const events = cluster.watch(`configmaps?resourceVersion=${from}`);

    expect((await events.next()).value).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } });
    expect(await events.next()).toMatchObject({ done: true });
  });

  it('ends after timeoutSeconds', async () => {
    const events = cluster.watch(`configmaps?resourceVersion=${await version()}&timeoutSeconds=1`);

    expect(await events.next()).toEqual({ done: true, value: undefined });
  });

  it('sees the whole life of a pod in order', async () => {
    const from = await version();
    await cluster.createPod('life', { command: ['true'] });

    const phases: string[] = [];
    for await (const { type, object } of cluster.watch(`pods?fieldSelector=metadata.name%3Dlife&resourceVersion=${from}`)) {
      const state = Object.keys(object.status.containerStatuses?.[0]?.state ?? {})[0] ?? 'unknown';
      const seen = `${type} ${object.status.phase} ${state}`;
      if (phases.at(-1) !== seen) phases.push(seen);
      if (object.status.phase === 'Succeeded') break;
    }

    expect(phases).toEqual([
      'ADDED Pending unknown',
      'MODIFIED Pending unknown',
      'MODIFIED Pending waiting',
      'MODIFIED Running running',
      'MODIFIED Succeeded terminated',
    ]);
  });
});
