import type { RunEvent, StepId } from '../report/events.js';
import { neutralize } from '../report/neutralize.js';
import { SinkWriter } from '../report/sink.js';
import { terminalLine } from '../report/terminal-line.js';
import { padEnd, textWidth } from '../report/text-width.js';
import type { Invocation } from './commands.js';
import { wantsColor } from './terminal.js';

/**
 * Prints lines of logs as they are (on a terminal without what it would act upon), of several steps with the step's name before each; attempts after a step's first as
 * `test#2`. Words on lines that are missing go to standard error.
 */
export function logPrinter(steps: readonly StepId[], { io, flags }: Invocation): (event: RunEvent) => void | Promise<void> {
  const out = new SinkWriter(io.stdout);
  const width = Math.max(0, ...steps.map((step) => textWidth(neutralize(step))));
  const firstAttempts = new Map<StepId, number>();
  return (event) => {
    if (event.type !== 'log' && event.type !== 'log-gap') return undefined;
    const { step, attempt } = event;
    const first = firstAttempts.get(step) ?? attempt;
    firstAttempts.set(step, first);
    const name = neutralize(attempt > first ? `${step}#${attempt}` : step);
    if (event.type === 'log-gap') io.stderr.write(`${name} ! ${neutralize(event.message)}\n`);
    else {
      const stamp = flags.timestamps ? `${event.at} ` : '';
      const prefix = steps.length > 1 ? `${padEnd(name, width)} | ` : '';
      const line = io.stdout.isTTY ? terminalLine(event.bytes, { color: wantsColor(io, flags) }) : event.bytes;
      out.gather(stamp + prefix, line, '\n');
    }
    return out.whenDrained();
  };
}
