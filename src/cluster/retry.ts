import type { Clock } from '../clock.js';
import { ClusterError } from '../errors.js';

/** How long a server that did answer once may be away. */
export const OUTAGE_MS = 5 * 60_000;

const FIRST_MS = 100;
const MOST_MS = 5_000;

/** How long to wait before try `attempt + 1`: doubles from 0.1 s to 5 s, with a random half of it taken off. */
export function backOff(attempt: number, random: () => number): number {
  const most = Math.min(MOST_MS, FIRST_MS * 2 ** (attempt - 1));
  return most * (1 - random() / 2);
}

export interface RetryOptions {
  readonly clock: Clock;
  /** From 0 to 1; spreads the tries of many clients. */
  readonly random: () => number;
  /** How long to go on after this failure, from the start of the first try. */
  readonly budgetMs: (failure: ClusterError) => number;
  readonly signal?: AbortSignal;
}

/** Tries until it works, a failure is final, or the budget is used up: then the last error is thrown. Attempts count from 1. */
export async function retry<T>(tryIt: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { clock, signal } = options;
  const start = clock.now();
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryIt(attempt);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof ClusterError) || !error.retryable) throw error;
      const wait = Math.max(backOff(attempt, options.random), (error.retryAfter ?? 0) * 1000);
      if (clock.now() + wait - start > options.budgetMs(error)) throw error;
      await clock.sleep(wait, signal);
      signal?.throwIfAborted();
    }
  }
}
