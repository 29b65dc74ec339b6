import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogEntry, LogOptions } from '../../../src/cluster/cluster.js';
import { type Answer, cut, open, ScriptedServer, status, whole } from './scripted-server.js';
import { TestClock } from './test-clock.js';

const GONE = status(404, 'NotFound', 'pods "x" not found');

let server: ScriptedServer;
let clock: TestClock;
let ended: boolean;

beforeEach(async () => {
  server = await ScriptedServer.start();
  clock = new TestClock(1_000);
  ended = false;
});

afterEach(async () => {
  await server.stop();
});

describe('followLog', () => {
  it('follows, and closes with a reading to the end once the container has ended', async () => {
    const all = line(1) + line(2) + line(3);
    const log = follow(whole(line(1)), ending(whole(all)), whole(all));

    expect(await read(log)).toEqual(['line 1', 'line 2', 'line 3']);
    expect(server.requests.map(({ url }) => url.search)).toEqual([
      '?container=step&timestamps=true&follow=true',
      '?container=step&timestamps=true&follow=true',
      '?container=step&timestamps=true',
    ]);
  });

  it('leaves a silent stream for the closing reading once the container has ended', async () => {
    const entries = follow(open(line(1)), whole(line(1) + line(2)))({});
    await entries.next();

    const next = entries.next();
    ended = true;
    await clock.elapse(2_000);

    expect(text((await next).value ?? undefined)).toBe('line 2');
  });

  it.each([
    ['a line', cut(line(1) + line(2))],
    ['half a line', cut(line(1) + line(2) + line(3).slice(0, 35))],
    ['half a stamp', cut(line(1) + line(2) + line(3).slice(0, 10))],
    ['half a line at a clean end', whole(line(1) + line(2) + line(3).slice(0, 35))],
  ])('loses and doubles nothing when the connection breaks after %s', async (_, broken) => {
    const all = line(1) + line(2) + line(3);

    expect(await read(follow(broken, ending(whole(all)), whole(all)))).toEqual(['line 1', 'line 2', 'line 3']);
  });

  it('reads until nothing is new: a server ends its answer alike where the log ends and where the node breaks off', async () => {
    const all = line(1) + line(2) + line(3);
    const log = follow(ending(whole(line(1))), whole(line(1) + line(2)), whole(all), whole(all));

    expect(await read(log)).toEqual(['line 1', 'line 2', 'line 3']);
    expect(server.requests).toHaveLength(4);
  });

  it('delivers the whole of a line that the node has written half of at first', async () => {
    const half = line(1) + line(2).slice(0, 35);
    const all = line(1) + line(2);

    expect(await read(follow(ending(whole('')), whole(half), whole(all), whole(all)))).toEqual(['line 1', 'line 2']);
  });

  it('needs no more than the last line', async () => {
    const log = follow(ending(whole(line(1))));

    expect(await read((options) => log({ ...options, lastLine: () => 'seen' }))).toEqual(['line 1']);
  });

  it('waits for a last line that is owed, for five seconds', async () => {
    const log = follow(ending(whole(line(1))), ...Array.from({ length: 5 }, () => whole(line(1))), whole(line(1) + line(2)));
    const seen: string[] = [];

    for await (const entry of log({ lastLine: () => (seen.includes('line 2') ? 'seen' : 'owed') })) seen.push(text(entry));

    expect(seen).toEqual(['line 1', 'line 2']);
    const begun = clock.now();
    const vain = follow(...Array.from({ length: 20 }, () => ending(whole(line(1)))));
    expect(await read((options) => vain({ ...options, lastLine: () => 'owed' }))).toEqual(['line 1']);
    expect(clock.now() - begun).toBe(5_000);
  });

  it('delivers a last line without a newline', async () => {
    const all = line(1) + line(2).trimEnd();

    expect(await read(follow(ending(whole(all)), whole(all)))).toEqual(['line 1', 'line 2']);
  });

  it('delivers a last line without a newline of a pod that is gone before the closing reading', async () => {
    const all = line(1) + line(2).trimEnd();

    expect(await read(follow(ending(whole(all)), GONE, GONE))).toEqual(['line 1', 'line 2']);
  });

  it('waits for a container that has not started', async () => {
    const waiting = status(400, 'BadRequest', 'container "step" in pod "x" is waiting to start: ContainerCreating');

    expect(await read(follow(waiting, waiting, ending(whole(line(1))), whole(line(1))))).toEqual(['line 1']);
  });

  it.each(['waiting to start: ErrImagePull', 'terminated'])(
    'ends when the container has ended without ever starting (%s)',
    async (state) => {
      const refused = status(400, 'BadRequest', `container "step" in pod "x" is ${state}`);

      expect(await read(follow(refused, ending(refused), refused))).toEqual([]);
    },
  );

  it('says so when the node lost the container before its log was read to the end', async () => {
    const lost = status(400, 'BadRequest', 'container "step" in pod "x" is terminated');

    expect(await read(follow(cut(line(1)), ending(lost), ...Array.from({ length: 200 }, () => lost)))).toEqual([
      'line 1',
      expect.stringMatching(/^\(the end of the log is missing: .* is terminated/),
    ]);
  });

  it('says so when the pod is gone before its log was read to the end', async () => {
    expect(await read(follow(cut(line(1)), GONE, GONE))).toEqual(['line 1', '(the end of the log is missing: the pod is gone)']);
    expect(await read(follow(whole(line(1)), GONE, GONE))).toEqual(['line 1']);
  });

  it.each([
    ['the pod', [status(404, 'NotFound', 'the server could not find the requested resource ( pods/log x)'), whole('{"kind":"Pod"}')]],
    ['the container', [status(400, 'BadRequest', 'container "step" in pod "x" is waiting to start: ContainerCreating')]],
  ])('waits for a node that has just come back and does not know %s yet', async (_, unknown) => {
    const all = line(1) + line(2);

    // what a server makes of a node that goes away is the end of a stream, which looks like the end of the log
    expect(await read(follow(ending(whole(line(1))), ...unknown, ...unknown, whole(all), whole(all)))).toEqual(['line 1', 'line 2']);
  });

  it('throws a refusal', async () => {
    await expect(read(follow(status(403, 'Forbidden', 'no')))).rejects.toMatchObject({ status: 403 });
  });

  it('announces lines that the node has thrown away', async () => {
    const rotated = line(8) + line(9);

    expect(await read(follow(cut(line(1)), ending(whole(rotated)), whole(rotated)))).toEqual([
      'line 1',
      '(lines may be missing here: the node has rotated the log)',
      'line 8',
      'line 9',
    ]);
  });

  it('opens a long log again that falls silent, for its node may go on with a file that it has rotated away', async () => {
    const long = `${line(1).trimEnd()}${'x'.repeat(1024 * 1024)}\n`;
    const entries = follow(open(long), ending(whole(long + line(2))), whole(long + line(2)))({});
    await entries.next();

    const next = entries.next();
    await clock.elapse(2_000);
    await clock.elapse(2_000);

    expect(text((await next).value ?? undefined)).toBe('line 2');
  });

  it('says what the node says in place of a log', async () => {
    const sorry = whole('unable to retrieve container logs for containerd://1');

    expect(await read(follow(ending(sorry), sorry))).toEqual(['(the node says: unable to retrieve container logs for containerd://1)']);
  });

  it('gives up a closing reading that stays silent, and says so', async () => {
    const entries = follow(ending(whole(line(1))), open(line(1) + line(2)))({});
    await entries.next();
    await entries.next();

    const next = entries.next();
    await clock.elapse(30_000);

    expect(text((await next).value ?? undefined)).toBe('(the end of the log is missing: the log of Pod/x stopped for 30 s)');
  });

  it('gives up a closing reading that fails again and again, and says so', async () => {
    const failing = Array.from({ length: 200 }, () => status(500, 'InternalError', 'dial tcp: connection refused'));

    const entries = await read(follow(ending(whole(line(1))), ...failing));

    expect(entries).toEqual([
      'line 1',
      '(the end of the log is missing: cannot read the log of Pod/x: dial tcp: connection refused (HTTP 500))',
    ]);
  });

  it('closes the connection when its reader stops', async () => {
    let closed: Promise<unknown> | undefined;
    const log = follow((response, request) => {
      closed = once(response, 'close');
      open(line(1))(response, request);
    });

    for await (const _ of log({})) break;

    expect(await closed).toBeDefined();
  });

  it('ends with the reason of its signal', async () => {
    const stop = new AbortController();
    const entries = follow(open(line(1)))({ signal: stop.signal });
    await entries.next();

    const next = entries.next();
    stop.abort(new Error('stopped'));

    await expect(next).rejects.toThrow('stopped');
  });
});

type Log = (options: Partial<LogOptions>) => AsyncGenerator<LogEntry, void>;

/** The log that the server's answers tell. */
function follow(...answers: readonly Answer[]): Log {
  server.answers(...answers);
  return async function* (options) {
    const cluster = await server.connect(clock);
    for await (const entries of cluster.followLog('x', { container: 'step', ended: () => ended, ...options })) yield* entries;
  };
}

/** Reads the log to its end; gaps stand in brackets. */
async function read(log: Log): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const entry of log({})) texts.push(text(entry));
  return texts;
}

function text(entry: LogEntry | undefined): string {
  if (entry === undefined) return 'the end';
  return entry.type === 'gap' ? `(${entry.message})` : Buffer.from(entry.bytes).toString('utf8');
}

/** The container ends while this is answered. */
function ending(answer: Answer): Answer {
  return (response, request) => {
    ended = true;
    answer(response, request);
  };
}

function line(second: number): string {
  return `${stamp(second)} line ${second}\n`;
}

function stamp(second: number): string {
  return `2026-01-01T00:00:0${second}.500000000Z`;
}
