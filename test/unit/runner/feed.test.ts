import { describe, expect, it } from 'vitest';
import type { Attachment } from '../../../src/cluster/cluster.js';
import type { Pod } from '../../../src/contract/objects.js';
import { ClusterError } from '../../../src/errors.js';
import { endOfContainer } from '../../../src/runner/container-end.js';
import { deferred } from '../../../src/runner/deferred.js';
import { feed } from '../../../src/runner/feed.js';
import type { StepInput } from '../../../src/runner/step-input.js';

const POD: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'pod' },
  spec: { containers: [{ name: 'step', image: 'busybox', stdin: true, stdinOnce: true }] },
};

/** A connection that the test ends. */
class Connection implements Attachment {
  readonly written: (string | Uint8Array)[] = [];
  private readonly over = deferred();
  readonly closed = this.over.promise;
  isOpen = true;

  readonly close = (): void => {
    this.isOpen = false;
    this.over.resolve();
  };

  async write(bytes: string | Uint8Array): Promise<void> {
    if (!this.isOpen) throw new Error('closed');
    this.written.push(bytes);
  }
}

interface Given {
  /** What attaching leads to, time after time; the last again and again. */
  readonly attempts: readonly (Connection | ClusterError)[];
  readonly input?: StepInput;
  readonly hasBegun?: boolean;
}

const hello: StepInput = { send: async (write, nonce) => write(`hello ${nonce}`) };

/** Feeds a step on a clock whose time does not have to be waited for. */
function fed({ attempts, input, hasBegun = true }: Given) {
  const ended = new AbortController();
  const waits: number[] = [];
  let attached = 0;
  let tries = 0;
  const attach = async () => {
    const attempt = attempts[Math.min(tries++, attempts.length - 1)];
    if (attempt === undefined || attempt instanceof ClusterError) throw attempt;
    return attempt;
  };
  let time = 0;
  const clock = {
    now: () => time,
    sleep: async (ms: number) => {
      waits.push(ms);
      time += ms;
      await new Promise(setImmediate);
    },
  };
  const inputs = new Map(input ? [['source', input]] : []);
  const onAttached = () => {
    attached++;
  };
  const options = { step: 'source', pod: POD, ended: ended.signal, onAttached, hasBegun: () => hasBegun };
  const end = feed({ cluster: { attach } as never, clock, nonce: 'n0', inputs }, options);
  return { end, ended, waits, attached: () => attached, tries: () => tries };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
}

function closedConnection(): Connection {
  const connection = new Connection();
  connection.close();
  return connection;
}

describe('the standard input of a step', () => {
  it('is written and stays open until the step has ended', async () => {
    const connection = new Connection();
    const { end, ended, attached } = fed({ attempts: [connection], input: hello });
    await turns(5);

    expect([connection.written, connection.isOpen, attached()]).toEqual([['hello n0'], true, 1]);
    ended.abort();
    expect(await end).toBeUndefined();
    expect(connection.isOpen).toBe(false);
  });

  it('is written once the container runs, however long that takes', async () => {
    const connection = new Connection();
    const { end, ended, tries } = fed({
      attempts: [closedConnection(), closedConnection(), connection],
      input: hello,
      hasBegun: false,
    });
    await turns(20);

    expect([connection.written, tries()]).toEqual([['hello n0'], 3]);
    ended.abort();
    expect(await end).toBeUndefined();
  });

  it('is written again where the connection ends before the container has begun', async () => {
    const [first, second] = [new Connection(), new Connection()];
    const { end, ended } = fed({ attempts: [first, second], input: hello, hasBegun: false });
    await turns(5);
    first.close();
    await turns(10);

    expect([first.written, second.written]).toEqual([['hello n0'], ['hello n0']]);
    ended.abort();
    expect(await end).toBeUndefined();
  });

  it.each<[string, (connection: Connection) => StepInput]>([
    [
      'is cut off',
      (connection) => ({
        send: async (write) =>
          write('half')
            .then(connection.close)
            .then(() => new Promise(() => {})),
      }),
    ],
    ['cannot be read', () => ({ send: async () => Promise.reject(new Error('EIO')) })],
  ])('that %s ends the step', async (_, inputOf) => {
    const connection = new Connection();

    const { end } = fed({ attempts: [connection], input: inputOf(connection) });

    expect(await end).toMatchObject({ state: 'error', reason: 'SourceCut', message: expect.stringContaining('did not arrive whole') });
  });

  it('is not sent on once the step has ended, though a connection that does not answer is still there', async () => {
    const connection = new Connection();
    const answer = deferred();
    connection.write = async () => answer.promise;
    const said: string[] = [];
    const input: StepInput = {
      send: async (write) => {
        await write('half');
        said.push('half of it was sent');
      },
    };
    const { end, ended } = fed({ attempts: [connection], input });
    await turns(5);

    ended.abort();
    expect(await end).toBeUndefined();
    answer.resolve();
    await turns(5);

    expect(said).toEqual([]);
    expect(connection.isOpen).toBe(false);
  });

  it('that is cut off leaves the step ten seconds to say why itself', async () => {
    const { end, waits, tries } = fed({ attempts: [closedConnection()], input: hello });

    expect(await end).toMatchObject({ reason: 'SourceCut' });
    expect(waits.reduce((sum, wait) => sum + wait)).toBeGreaterThanOrEqual(10_000);
    expect(tries()).toBeGreaterThan(10);
  });

  it('is written again where a connection refuses it before it says that it is closed', async () => {
    const [first, second] = [new Connection(), new Connection()];
    first.write = async () => Promise.reject(new Error('WebSocket is not open'));
    const { end, ended } = fed({ attempts: [first, second], input: hello });
    await turns(10);

    expect(second.written).toEqual(['hello n0']);
    ended.abort();
    expect(await end).toBeUndefined();
  });

  it('is written again where a container that has begun was not there when it was written', async () => {
    const [first, second] = [new Connection(), new Connection()];
    const { end, ended } = fed({ attempts: [first, second], input: hello });
    await turns(5);
    first.close();
    await turns(10);

    expect(second.written).toEqual(['hello n0']);
    ended.abort();
    expect(await end).toBeUndefined();
  });

  it('that went with the runner that had it ends the step, unless all of it had come', async () => {
    const { end, waits } = fed({ attempts: [new Connection()] });

    expect(await end).toMatchObject({ reason: 'SourceCut', message: expect.stringContaining('the runner that had it is gone') });
    expect(waits).toEqual([10_000]);
  });

  it('that may not be opened ends the step with the words of the cluster', async () => {
    const refusal = new ClusterError('not allowed to attach to Pod/pod', { code: 'forbidden', status: 403 });

    expect(await fed({ attempts: [refusal], input: hello, hasBegun: false }).end).toMatchObject({
      message: expect.stringContaining('not allowed to attach'),
    });
  });

  it('of a pod that is gone is nobody else to tell of', async () => {
    const gone = new ClusterError('no Pod/pod', { code: 'not-found', status: 404 });

    expect(await fed({ attempts: [gone], input: hello }).end).toBeUndefined();
  });
});

describe('the end of a step that reads its standard input', () => {
  it('is a cut source by its own exit status, and anything else as it is', () => {
    expect(endOfContainer(POD, { exitCode: 125 })).toMatchObject({ state: 'error', reason: 'SourceCut', exitCode: 125 });
    expect(endOfContainer(POD, { exitCode: 2 })).toMatchObject({ state: 'failed', reason: 'ExitCode' });
    const other = { ...POD, spec: { containers: [{ name: 'step', image: 'busybox' }] } };
    expect(endOfContainer(other, { exitCode: 125 })).toMatchObject({ state: 'failed', reason: 'ExitCode' });
  });
});
