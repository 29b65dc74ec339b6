import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PodChange } from '../../../src/cluster/cluster.js';
import { type Answer, cut, json, open, ScriptedServer, status, whole } from './scripted-server.js';
import { TestClock } from './test-clock.js';

let server: ScriptedServer;
let clock: TestClock;
let stop: AbortController;

beforeEach(async () => {
  server = await ScriptedServer.start();
  clock = new TestClock(5_000);
  stop = new AbortController();
});

afterEach(async () => {
  stop.abort();
  await server.stop();
});

describe('watchPods', () => {
  it('lists, then tells each change', async () => {
    const changes = watch(
      list('1', pod('a', 1)),
      open(event('ADDED', pod('b', 2)) + event('MODIFIED', pod('a', 3)) + event('DELETED', pod('b', 4))),
    );

    expect(await take(changes, 4)).toEqual(['listed a@1', 'changed b@2', 'changed a@3', 'deleted b@4']);
    expect(server.requests[1]?.url.search).toMatch(
      /^\?labelSelector=run%3Dr&watch=true&allowWatchBookmarks=true&resourceVersion=1&timeoutSeconds=2\d\d$/,
    );
  });

  it.each([
    ['a clean end', whole(event('ADDED', pod('a', 2)))],
    ['a cut', cut(event('ADDED', pod('a', 2)))],
    ['a cut within an event', cut(`${event('ADDED', pod('a', 2))}{"type":"MODI`)],
    ['an event that is no JSON', open(`${event('ADDED', pod('a', 2))}{"type":"MODI\n`)],
    ['a bookmark and a cut', cut(event('ADDED', pod('a', 1)) + event('BOOKMARK', pod('', 2)))],
  ])('goes on from the last version after %s', async (_, broken) => {
    const changes = watch(list('1'), broken, open(event('MODIFIED', pod('a', 3))));

    expect((await take(changes, 3)).at(-1)).toBe('changed a@3');
    expect(server.requests[2]?.url.searchParams.get('resourceVersion')).toBe('2');
  });

  it.each([
    ['an event', open('{"type":"ERROR","object":{"kind":"Status","code":410}}\n')],
    ['a status', status(410, 'Expired', 'too old resource version')],
  ])('lists again when its version is too old, as %s says', async (_, gone) => {
    const changes = watch(list('1', pod('a', 1), pod('b', 1)), gone, list('9', pod('a', 8)), open(event('ADDED', pod('c', 10))));

    expect(await take(changes, 3)).toEqual(['listed a@1 b@1', 'listed a@8', 'changed c@10']);
  });

  it('opens again after refusals that pass', async () => {
    const changes = watch(list('1'), cut(), status(503, 'ServiceUnavailable', 'starting'), open(event('ADDED', pod('a', 2))));

    expect(await take(changes, 2)).toEqual(['listed ', 'changed a@2']);
  });

  it('notices by a list that its connection is dead', async () => {
    const dead = open(event('ADDED', pod('a', 2)));
    const changes = watch(list('1'), dead, list('5', pod('a', 4)), open(event('MODIFIED', pod('a', 6))));
    await take(changes, 2);

    const more = take(changes, 2);
    await clock.elapse(30_000);

    expect(await more).toEqual(['listed a@4', 'changed a@6']);
    expect(server.requests[3]?.url.searchParams.get('resourceVersion')).toBe('5');
  });

  it('keeps a silent connection while the list shows nothing new', async () => {
    let send: (text: string) => void = () => {};
    const silent: Answer = (response) => {
      send = (text) => response.write(text);
      send(event('ADDED', pod('a', 2)));
    };
    const changes = watch(list('1'), silent, (response, request) => {
      list('5', pod('a', 2))(response, request);
      send(event('MODIFIED', pod('a', 6)));
    });
    await take(changes, 2);

    const more = take(changes, 1);
    await clock.elapse(30_000);

    expect(await more).toEqual(['changed a@6']);
    expect(server.requests).toHaveLength(3);
  });

  it('opens again when the server does not close a silent connection in time', async () => {
    const dead = open(event('ADDED', pod('a', 2)));
    const changes = watch(list('1'), dead, list('5', pod('a', 2)), open(event('MODIFIED', pod('a', 6))));
    await take(changes, 2);

    const more = take(changes, 2);
    clock.skip(5 * 60_000);
    await clock.elapse(30_000);

    expect(await more).toEqual(['listed a@2', 'changed a@6']);
  });

  it('throws a refusal', async () => {
    const changes = watch(status(403, 'Forbidden', 'no'));

    await expect(changes.next()).rejects.toMatchObject({ status: 403 });
  });

  it('ends without an error when its signal aborts', async () => {
    const changes = watch(list('1'), open());
    await take(changes, 1);

    const next = changes.next();
    stop.abort();

    expect(await next).toEqual({ done: true, value: undefined });
  });
});

function watch(...answers: readonly Answer[]): AsyncIterator<PodChange> {
  server.answers(...answers);
  const connecting = server.connect(clock);
  return (async function* () {
    yield* (await connecting).watchPods('run=r', { signal: stop.signal });
  })();
}

async function take(changes: AsyncIterator<PodChange>, count: number): Promise<readonly string[]> {
  const taken: string[] = [];
  while (taken.length < count) {
    const { value } = await changes.next();
    taken.push(words(value));
  }
  return taken;
}

function words(change: PodChange): string {
  const pods = change.type === 'listed' ? change.pods : [change.pod];
  return `${change.type} ${pods.map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`).join(' ')}`;
}

function pod(name: string, version: number) {
  return { kind: 'Pod', metadata: { name, uid: `uid of ${name}`, resourceVersion: String(version) } };
}

function event(type: string, object: object): string {
  return `${JSON.stringify({ type, object })}\n`;
}

function list(resourceVersion: string, ...items: readonly object[]): Answer {
  return json({ kind: 'PodList', metadata: { resourceVersion }, items });
}
