import { describe, expect, it } from 'vitest';
import { logPrinter } from '../../../src/cli/log-printer.js';
import type { RunEvent } from '../../../src/report/events.js';
import { log, started, step } from '../report/run-builder.js';
import { type Asked, invocation } from './invocation.js';

async function print(steps: readonly string[], events: readonly RunEvent[], flags: { readonly timestamps?: boolean } = {}): Promise<Asked> {
  const asked = invocation(flags);
  const printer = logPrinter(steps, asked);
  for (const event of events) await printer(event);
  return asked;
}

describe('logPrinter', () => {
  it("puts the step's name before lines of several steps", async () => {
    const { out } = await print(['a', 'build'], [started([step('a')]), log('a', 1, 'one'), log('build', 1, 'two')]);

    expect(out.bytes.toString()).toBe('a     | one\nbuild | two\n');
  });

  it('prints the lines of one step as they are', async () => {
    const { out } = await print(['a'], [log('a', 1, Buffer.from([0x1b, 0xff, 0x0d]))]);

    expect(out.bytes).toEqual(Buffer.from([0x1b, 0xff, 0x0d, 0x0a]));
  });

  it('tells attempts after the first that began', async () => {
    const { out } = await print(['a', 'b'], [log('a', 1, 'x', 2), log('a', 1, 'x', 3), log('b', 1, 'y', 1)]);

    expect(out.bytes.toString()).toBe('a | x\na#3 | x\nb | y\n');
  });

  it('puts the time before each line where it is asked to', async () => {
    const { out } = await print(['a'], [log('a', 1, 'one')], { timestamps: true });

    expect(out.bytes.toString()).toBe('2026-01-02T03:04:05.000000001Z one\n');
  });

  it('keeps words on missing lines out of the log', async () => {
    const { out, err } = await print(['a'], [{ type: 'log-gap', at: 0, step: 'a', attempt: 1, message: 'lines\nare missing' }]);

    expect(out.bytes.toString()).toBe('');
    expect(err.bytes.toString()).toBe('a ! lines are missing\n');
  });

  it('waits for a reader that is behind', async () => {
    const asked = invocation({});
    asked.out.ready = false;
    const order: string[] = [];

    const print = logPrinter(['a'], asked);
    await print(log('a', 1, 'one'));
    const printing = Promise.resolve(print(log('a', 1, 'two'))).then(() => order.push('printed'));
    await new Promise(setImmediate);
    order.push('drained');
    asked.out.emit('drain');
    await printing;

    expect(order).toEqual(['drained', 'printed']);
  });
});
