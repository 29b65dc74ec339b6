import { UsageError } from '../errors.js';
import type { StepId } from '../report/events.js';
import { HistoryBuilder, type RunHistory } from '../report/history.js';
import { eventsIn, textOf } from './events-file.js';

/** A run that was read from its events. */
export interface ReadRun {
  readonly history: RunHistory;
  /** Bytes of each step's log. */
  readonly sizes: ReadonlyMap<StepId, number>;
}

/**
 * Reads what the events of a file come to.
 *
 * @throws UsageError - it holds no events of a run
 */
export async function readHistory(file: string): Promise<ReadRun> {
  const builder = new HistoryBuilder();
  const sizes = new Map<StepId, number>();
  for await (const event of eventsIn(file)) {
    if (event.type === 'log') sizes.set(event.step, (sizes.get(event.step) ?? 0) + Buffer.byteLength(textOf(event)) + 1);
    builder.take(event);
  }
  const history = builder.history();
  if (!history)
    throw new UsageError(`"${file}" holds no events of a run`, {
      code: 'unreadable-file',
      hint: 'give it what podline run --output json wrote',
    });
  return { history, sizes };
}
