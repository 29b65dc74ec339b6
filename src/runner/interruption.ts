import type { Clock } from '../clock.js';
import type { Interruption } from './outcome.js';

export interface InterruptionOptions {
  readonly clock: Clock;
  /** The run's limit. */
  readonly seconds: number;
  /** Cancels the run; its reason is the exit status. */
  readonly signal: AbortSignal;
}

/** Waits for the steps; says what came before their end, should something. */
export async function orInterrupted(
  steps: Promise<void>,
  { clock, seconds, signal }: InterruptionOptions,
): Promise<Interruption | undefined> {
  const finished = new AbortController();
  const ended = steps.then((): Interruption | undefined => undefined);
  // the sleep also ends, early, when the run is cancelled
  const interrupted = clock.sleep(seconds * 1000, AbortSignal.any([signal, finished.signal])).then((): Interruption | undefined => {
    if (!signal.aborted) return { type: 'timed-out' };
    return { type: 'canceled', exitStatus: typeof signal.reason === 'number' ? signal.reason : 130 };
  });
  try {
    return await Promise.race([ended, interrupted]);
  } finally {
    finished.abort();
    ended.catch(() => undefined);
  }
}
