import { describe, expect, it } from 'vitest';
import type { Attachment, Cluster } from '../../../src/cluster/cluster.js';
import { ClusterError } from '../../../src/errors.js';
import { deferred } from '../../../src/runner/deferred.js';
import { Gate } from '../../../src/runner/gate.js';
import { TestClock } from '../cluster/test-clock.js';

/** A container that is attached to: what was written on each connection, and what ends one. */
class Container {
  readonly connections: { readonly written: string[]; end(): void; isClosed: boolean }[] = [];
  /** How many attempts find no container yet. */
  notThere = 0;
  refusal?: ClusterError;
  private more = deferred();

  readonly cluster: Pick<Cluster, 'attach'> = {
    attach: async () => {
      if (this.refusal) throw this.refusal;
      const { promise: closed, resolve } = deferred();
      const connection = { written: [] as string[], end: resolve, isClosed: false };
      const attachment: Attachment = {
        write: async (text) => {
          if (connection.isClosed) throw new Error('closed');
          connection.written.push(String(text));
        },
        closed,
        close: () => {
          connection.isClosed = true;
          resolve();
        },
      };
      this.connections.push(connection);
      if (this.notThere-- > 0) attachment.close();
      this.more.resolve();
      this.more = deferred();
      return attachment;
    },
  };

  async connectionsAre(count: number): Promise<void> {
    while (this.connections.length < count) await this.more.promise;
  }
}

function setUp() {
  const container = new Container();
  const clock = new TestClock(100);
  return { container, clock, gate: new Gate({ cluster: container.cluster, clock, pod: 'p' }), signal: new AbortController() };
}

describe('Gate', () => {
  it('writes its line at once where it is attached already, and lets go when the script has begun', async () => {
    const { container, gate, signal } = setUp();
    const attending = gate.attend(signal.signal);
    await gate.attached;

    gate.open('go\n');
    gate.pass();

    expect(await attending).toBeUndefined();
    expect(container.connections).toMatchObject([{ written: ['go\n'], isClosed: true }]);
  });

  it('writes nothing before it is opened', async () => {
    const { container, gate, signal } = setUp();
    const attending = gate.attend(signal.signal);
    await gate.attached;

    signal.abort();

    expect(await attending).toBeUndefined();
    expect(gate.wasWritten).toBe(false);
    expect(container.connections).toMatchObject([{ written: [], isClosed: true }]);
  });

  it('tries again until the container is there', async () => {
    const { container, gate, signal } = setUp();
    container.notThere = 3;
    gate.open('go\n');
    const attending = gate.attend(signal.signal);

    await gate.attached;
    gate.pass();
    await attending;

    expect(container.connections).toHaveLength(4);
    expect(container.connections.at(-1)?.written).toEqual(['go\n']);
  });

  it('attaches again when a connection ends', async () => {
    const { container, gate, signal } = setUp();
    const attending = gate.attend(signal.signal);
    await gate.attached;

    container.connections[0]?.end();
    await container.connectionsAre(2);
    gate.open('go\n');
    gate.pass();
    await attending;

    expect(container.connections[1]?.written).toEqual(['go\n']);
  });

  it('writes once more on another connection when no start marker comes within a second', async () => {
    const { container, clock, gate, signal } = setUp();
    const attending = gate.attend(signal.signal);
    await gate.attached;
    gate.open('go\n');

    await clock.elapse(1000);
    await container.connectionsAre(2);
    gate.pass();
    await attending;

    expect(container.connections.map(({ written }) => written)).toEqual([['go\n'], ['go\n']]);
  });

  it('gives the refusal where nobody may attach', async () => {
    const { container, gate, signal } = setUp();
    container.refusal = new ClusterError('no', { code: 'forbidden', status: 403 });

    expect(await gate.attend(signal.signal)).toBe(container.refusal);
  });

  it('takes a pod that is gone for no refusal', async () => {
    const { container, gate, signal } = setUp();
    container.refusal = new ClusterError('no', { code: 'not-found', status: 404 });

    expect(await gate.attend(signal.signal)).toBeUndefined();
  });
});
