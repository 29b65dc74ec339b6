import type { RunEvent, StepId } from '../report/events.js';
import { neutralize } from '../report/neutralize.js';
import { SinkWriter } from '../report/sink.js';
import type { Invocation } from './commands.js';

/**
 * Prints lines of logs as they are, of several steps with the step's name before each; attempts after a step's first as
 * `test#2`. Words on lines that are missing go to standard error.
 */
export function logPrinter(steps: readonly StepId[], { io, flags }: Invocation): (event: RunEvent) => Promise<void> {
  const out = new SinkWriter(io.stdout);
  const width = Math.max(0, ...steps.map((step) => neutralize(step).length));
  const firstAttempts = new Map<StepId, number>();
  return async (event) => {
    if (event.type !== 'log' && event.type !== 'log-gap') return;
    const { step, attempt } = event;
    const first = firstAttempts.get(step) ?? attempt;
    firstAttempts.set(step, first);
    const name = neutralize(attempt > first ? `${step}#${attempt}` : step);
    if (event.type === 'log-gap') io.stderr.write(`${name} ! ${neutralize(event.message)}\n`);
    else {
      const stamp = flags.timestamps ? `${event.at} ` : '';
      const prefix = steps.length > 1 ? `${name.padEnd(width)} | ` : '';
      out.write(Buffer.concat([Buffer.from(stamp + prefix), event.bytes, Buffer.from('\n')]));
    }
    await out.whenDrained();
  };
}
