import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { SinkWriter } from '../../../src/report/sink.js';
import { FakeSink } from './terminal.js';

describe('SinkWriter', () => {
  it('has nothing to wait for while the reader keeps up', () => {
    const writer = new SinkWriter(new FakeSink());

    writer.write('a');

    expect(writer.whenDrained()).toBeUndefined();
  });

  it.each(['drain', 'close'] as const)('waits for %s when the reader is behind, and leaves no listener', async (event) => {
    const sink = new FakeSink();
    sink.ready = false;
    const writer = new SinkWriter(sink);

    writer.write('a');
    writer.write('b');
    const waiting = writer.whenDrained();
    const listeners = sink.listenerCount('drain');
    sink.emit(event);
    await waiting;

    expect(waiting).toBeInstanceOf(Promise);
    expect(listeners).toBe(1);
    expect(sink.listenerCount('drain') + sink.listenerCount('close')).toBe(0);
    expect(writer.whenDrained()).toBeUndefined();
  });

  it('does not wait for a reader that is gone', () => {
    const sink = new FakeSink();
    sink.ready = false;
    sink.destroyed = true;
    const writer = new SinkWriter(sink);

    writer.write('a');

    expect(writer.whenDrained()).toBeUndefined();
  });

  it('goes on writing to a real stream as fast as that reads', async () => {
    const seen: string[] = [];
    const stream = new Writable({
      highWaterMark: 1,
      write: (chunk, _encoding, done) => {
        seen.push(String(chunk));
        setImmediate(done);
      },
    });
    const writer = new SinkWriter(stream);

    writer.write('first');
    const waiting = writer.whenDrained();
    await waiting;

    expect(waiting).toBeInstanceOf(Promise);
    expect(seen).toEqual(['first']);
  });
});
