import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cut, json, ScriptedServer, status, whole } from './scripted-server.js';
import { TestClock } from './test-clock.js';

const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } };
const FORBIDDEN = status(
  403,
  'Forbidden',
  'pods "x" is forbidden: User "ci" cannot get resource "pods" in API group "" in the namespace "default"',
);
let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(async () => {
  await server.stop();
});

describe('a request', () => {
  it.each([
    ['a broken connection', cut()],
    ['an answer cut within', cut('{"kind":')],
    ['an answer that is no JSON', whole('<html>')],
    ['too many requests', status(429, 'TooManyRequests', 'slow down')],
    ['a server error', status(503, 'ServiceUnavailable', 'not ready')],
  ])('is repeated after %s', async (_, answer) => {
    const cluster = await server.connect(new TestClock(5_000));
    server.answers(answer, json(pod));

    const found = await cluster.get('Pod', 'x');

    expect(found).toEqual(pod);
    expect(server.requests).toHaveLength(2);
  });

  it('is not repeated when it is refused', async () => {
    const cluster = await server.connect(new TestClock(5_000));
    server.answers(status(403, 'Forbidden', 'no'));

    await expect(cluster.get('Pod', 'x')).rejects.toMatchObject({ status: 403 });
    expect(server.requests).toHaveLength(1);
  });

  it('that stays without an answer is given up and repeated', async () => {
    const clock = new TestClock(5_000);
    const cluster = await server.connect(clock);
    server.answers(json(pod), () => {}, json(pod));
    await cluster.get('Pod', 'x');

    const found = cluster.get('Pod', 'x');
    await clock.elapse(30_000);

    expect(await found).toEqual(pod);
  });

  it('waits for credentials that are renewed late, once they were accepted', async () => {
    const cluster = await server.connect(new TestClock(5_000));
    const refusal = status(401, 'Unauthorized', 'Unauthorized');
    server.answers(json(pod), refusal, refusal, refusal, refusal, json(pod));
    await cluster.get('Pod', 'x');

    expect(await cluster.get('Pod', 'x')).toEqual(pod);
  });

  it('asks again where a server that has just come back refuses what it allowed before: it has yet to read its roles', async () => {
    const cluster = await server.connect(new TestClock(5_000));
    server.answers(json(pod), cut(), FORBIDDEN, FORBIDDEN, json(pod));
    await cluster.get('Pod', 'x');

    expect(await cluster.get('Pod', 'x')).toEqual(pod);
  });

  it('takes the same refusal for the last word half a minute later, and at any other time', async () => {
    const clock = new TestClock(5_000);
    const cluster = await server.connect(clock);
    server.answers(json(pod), FORBIDDEN, cut(), ...Array.from({ length: 50 }, () => FORBIDDEN));
    await cluster.get('Pod', 'x');

    await expect(cluster.get('Pod', 'x')).rejects.toMatchObject({ code: 'forbidden' });
    const since = clock.now();
    await expect(cluster.get('Pod', 'x')).rejects.toMatchObject({ code: 'forbidden' });
    expect(clock.now() - since).toBeGreaterThan(20_000);
  });

  it('reads the kubeconfig again when its credentials are not accepted', async () => {
    const cluster = await server.connect(new TestClock(5_000));
    server.answers(status(401, 'Unauthorized', 'Unauthorized'), json(pod));
    await server.writeKubeConfig('second-token');

    await cluster.get('Pod', 'x');

    expect(server.requests.map(({ token }) => token)).toEqual(['Bearer first-token', 'Bearer second-token']);
  });

  it('fails when the credentials that were read again are not accepted either', async () => {
    const cluster = await server.connect(new TestClock(5_000));
    server.answers(status(401, 'Unauthorized', 'Unauthorized'), status(401, 'Unauthorized', 'Unauthorized'));

    await expect(cluster.get('Pod', 'x')).rejects.toMatchObject({ code: 'unauthorized', exitStatus: 3 });
    expect(server.requests).toHaveLength(2);
  });

  it('fails after ten seconds when the server was never reached', async () => {
    const clock = new TestClock(5_000);
    const cluster = await server.connect(clock);
    const start = clock.now();
    const address = server.address;
    await server.close();

    await expect(cluster.version()).rejects.toMatchObject({
      code: 'unreachable',
      message: `cannot read the version: the API server at ${address} cannot be reached: nothing listens there (ECONNREFUSED)`,
    });
    expect(clock.now() - start).toBeLessThanOrEqual(10_000);
  });

  it('goes on for five minutes when the server was there before', async () => {
    const clock = new TestClock(5_000);
    const cluster = await server.connect(clock);
    server.answers(json(pod));
    await cluster.get('Pod', 'x');
    const start = clock.now();
    await server.close();

    await expect(cluster.get('Pod', 'x')).rejects.toMatchObject({ code: 'unreachable' });
    expect(clock.now() - start).toBeGreaterThan(290_000);
  });

  it('ends with the reason of its signal', async () => {
    const cluster = await server.connect(new TestClock(5_000));
    const stop = new AbortController();
    server.answers(() => stop.abort(new Error('stopped')));

    await expect(cluster.get('Pod', 'x', { signal: stop.signal })).rejects.toThrow('stopped');
  });

  it("tells the server's time", async () => {
    const cluster = await server.connect(new TestClock(5_000));
    server.answers((response) => response.setHeader('Date', 'Fri, 02 Jan 2026 00:00:00 GMT').end(JSON.stringify(pod)));

    await cluster.get('Pod', 'x');

    expect(cluster.serverTime()).toBe(Date.UTC(2026, 0, 2));
  });
});

describe('get', () => {
  it('answers undefined where there is no such object', async () => {
    const cluster = await server.connect(new TestClock(5_000));
    server.answers(status(404, 'NotFound', 'pods "x" not found'));

    expect(await cluster.get('Pod', 'x')).toBeUndefined();
  });
});

describe('list', () => {
  it('reads page after page and gives every item its kind', async () => {
    const cluster = await server.connect(new TestClock(5_000));
    server.answers(
      json({ metadata: { continue: 'more', resourceVersion: '7' }, items: [{ metadata: { name: 'a' } }] }),
      json({ metadata: { resourceVersion: '7' }, items: [{ metadata: { name: 'b' } }] }),
    );

    const found = await cluster.list('Lease', { labelSelector: 'a=b' });

    expect(found.map(({ kind, apiVersion, metadata }) => [kind, apiVersion, metadata.name])).toEqual([
      ['Lease', 'coordination.k8s.io/v1', 'a'],
      ['Lease', 'coordination.k8s.io/v1', 'b'],
    ]);
    expect(server.requests.map(({ url }) => url.search)).toEqual([
      '?labelSelector=a%3Db&limit=500',
      '?labelSelector=a%3Db&limit=500&continue=more',
    ]);
  });

  it('begins anew when its first page has become too old', async () => {
    const cluster = await server.connect(new TestClock(5_000));
    server.answers(
      json({ metadata: { continue: 'more' }, items: [{ metadata: { name: 'a' } }] }),
      status(410, 'Expired', 'too old'),
      json({ metadata: {}, items: [{ metadata: { name: 'a' } }] }),
    );

    expect(await cluster.list('Pod')).toHaveLength(1);
  });
});

describe('delete', () => {
  it.each([
    ['the object is gone', undefined, status(404, 'NotFound', 'pods "x" not found')],
    ['another object has its name', 'uid', status(409, 'Conflict', 'the UID in the precondition does not match')],
  ])('answers false where %s', async (_, uid, answer) => {
    const cluster = await server.connect(new TestClock(5_000));
    server.answers(answer);

    expect(await cluster.delete('Pod', 'x', { uid })).toBe(false);
  });

  it('sends the grace period, the propagation and the uid', async () => {
    const cluster = await server.connect(new TestClock(5_000));
    server.answers(json(pod));

    expect(await cluster.delete('Pod', 'x', { gracePeriodSeconds: 3, uid: 'u' })).toBe(true);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      gracePeriodSeconds: 3,
      propagationPolicy: 'Background',
      preconditions: { uid: 'u' },
    });
  });
});
