import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Clock, systemClock } from '../../src/clock.js';
import type { Faults } from '../../src/local/faults.js';
import { PATIENCE } from '../patience.js';
import { EmbeddedCluster, sh } from './embedded-cluster.js';

let cluster: EmbeddedCluster;
let faults: Faults;
beforeEach(async () => {
  cluster = await EmbeddedCluster.start();
  faults = cluster.cluster.faults;
});
afterEach(async () => cluster.stop());

const CONFIG = { metadata: { name: 'c' }, data: {} };

async function startPod(name: string): Promise<void> {
  await cluster.createPod(name, sh('echo ready; sleep 100'));
  await cluster.said(name, 'ready');
}

describe('a fault of requests', () => {
  it.each([401, 403, 410, 429, 500, 503] as const)('answers %i so many times, and then what was asked for', async (answer) => {
    faults.requests.add({ verb: 'list', resource: 'configmaps', answer, times: 2, retryAfter: 7 });

    const codes: number[] = [];
    for (const path of ['pods', 'configmaps', 'configmaps', 'configmaps']) codes.push((await cluster.request('GET', path)).code);

    expect(codes).toEqual([200, answer, answer, 200]);
    expect(faults.requests.done).toBe(true);
  });

  it('says when to come back', async () => {
    faults.requests.add({ answer: 429, retryAfter: 7 });

    const { headers, body } = await cluster.request('GET', 'pods');

    expect(headers.get('retry-after')).toBe('7');
    expect(body).toMatchObject({ kind: 'Status', reason: 'TooManyRequests', code: 429 });
  });

  it('loses the answer of a request that was carried out', async () => {
    faults.requests.add({ verb: 'create', cutAfter: 0 });

    await expect(cluster.request('POST', 'configmaps', CONFIG)).rejects.toThrow();

    expect((await cluster.request('GET', 'configmaps/c')).code).toBe(200);
  });

  it('cuts a log after so many bytes', async () => {
    await cluster.createPod('cut', sh('echo 0123456789'));
    await cluster.ended('cut');
    faults.requests.add({ resource: 'pods/log', cutAfter: 4 });

    const { body } = await cluster.open('GET', 'pods/cut/log');
    let seen = '';
    const reading = (async () => {
      for await (const chunk of body ?? []) seen += Buffer.from(chunk).toString();
    })();

    await expect(reading).rejects.toThrow();
    expect(seen).toBe('0123');
  });

  it('holds a request back while others pass', async () => {
    faults.requests.add({ resource: 'configmaps', delay: 300 });
    const order: string[] = [];

    await Promise.all(
      ['configmaps', 'pods'].map(async (path) => {
        await cluster.request('GET', path);
        order.push(path);
      }),
    );

    expect(order).toEqual(['pods', 'configmaps']);
  });
});

it('a watch whose client has gone before it began leaves nothing that waits', async () => {
  const sleepers = new Set<number>();
  const clock: Clock = {
    now: () => Date.now(),
    sleep: async (ms, signal) => {
      sleepers.add(ms);
      await systemClock.sleep(ms, signal);
      sleepers.delete(ms);
    },
  };
  const own = await EmbeddedCluster.start({ clock });
  own.cluster.faults.requests.add({ verb: 'watch', delay: 200 });

  const watch = own.request('GET', 'configmaps?watch=true&timeoutSeconds=77').catch(() => undefined);
  await vi.waitUntil(() => sleepers.has(200), PATIENCE);
  await own.cluster.faults.inject({ kind: 'api-stopped' });
  await watch;
  await vi.waitUntil(() => !sleepers.has(200), PATIENCE);
  await own.stop();

  expect([...sleepers]).toEqual([]);
});

describe('faults of the API server', () => {
  it('drop every watch', async () => {
    const events = cluster.watch('configmaps');
    await cluster.create('configmaps', CONFIG);
    await events.next();

    await faults.inject({ kind: 'watches-dropped' });

    await expect(events.next()).rejects.toThrow();
  });

  it('stop it, and start it at the same address with everything that it knew', async () => {
    await cluster.create('configmaps', CONFIG);

    await faults.inject({ kind: 'api-stopped' });
    await expect(cluster.request('GET', 'configmaps/c')).rejects.toThrow();
    await faults.inject({ kind: 'api-started' });

    expect((await cluster.request('GET', 'configmaps/c')).code).toBe(200);
  });
});

describe('faults of pods', () => {
  it('evict one for lack of memory', async () => {
    await startPod('evicted');

    await faults.inject({ kind: 'pod-evicted', namespace: 'default', pod: 'evicted' });
    const { status } = await cluster.until('evicted', ({ status: s }) => s.containerStatuses?.[0]?.state?.terminated !== undefined);

    expect(status).toMatchObject({ phase: 'Failed', reason: 'Evicted', message: expect.stringContaining('low on resource: memory') });
    expect(status.conditions).toContainEqual(
      expect.objectContaining({ type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet' }),
    );
  });

  it('evict one through the API', async () => {
    await startPod('drained');
    const gone = cluster.gone('drained');

    const { body } = await cluster.request('POST', 'pods/drained/eviction', { metadata: { name: 'drained' } });
    const { status } = await cluster.until('drained', ({ metadata }) => metadata.deletionTimestamp !== undefined);
    await gone;

    expect(body).toMatchObject({ kind: 'Status', status: 'Success' });
    expect(status.conditions).toContainEqual(
      expect.objectContaining({ type: 'DisruptionTarget', reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' }),
    );
  });

  it('kill a container for memory', async () => {
    await startPod('greedy');

    await faults.inject({ kind: 'out-of-memory', namespace: 'default', pod: 'greedy', container: 'step' });
    const { status } = await cluster.ended('greedy');

    expect(status.containerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  });

  it('lose the node: its pods are marked lost, their logs cannot be read, and only force removes them', async () => {
    await startPod('lost');

    await faults.inject({ kind: 'node-lost' });
    const { status, metadata } = await cluster.until('lost', ({ status: s }) => s.reason !== undefined);
    const log = await cluster.request('GET', 'pods/lost/log');
    const node = await cluster.request('GET', '/api/v1/nodes/local');
    await cluster.createPod('after', sh('true'));
    const after = await cluster.until('after', ({ status: s }) => s.conditions !== undefined);
    await cluster.request('DELETE', 'pods/lost?gracePeriodSeconds=0');

    expect(status).toMatchObject({ phase: 'Running', reason: 'NodeLost' });
    expect(metadata.deletionTimestamp).toBeDefined();
    expect(log).toMatchObject({ code: 500, body: { message: expect.stringContaining('no route to host') } });
    expect(node.body.status).toMatchObject({ conditions: [{ type: 'Ready', status: 'Unknown' }] });
    expect(after.status.conditions?.[0]?.message).toContain('untolerated taint {node.kubernetes.io/unreachable: }');
    expect((await cluster.request('GET', 'pods/lost')).code).toBe(404);
  });
});
