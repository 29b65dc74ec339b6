import type { Clock } from '../clock.js';

export const LATE = Symbol('late');

/** The promise's value, or {@link LATE} when it takes longer; the promise itself goes on. */
export async function within<T>(promise: Promise<T>, ms: number, clock: Clock): Promise<T | typeof LATE> {
  const arrived = new AbortController();
  try {
    return await Promise.race([promise, clock.sleep(ms, arrived.signal).then((): typeof LATE => LATE)]);
  } finally {
    // without a reason an error is made for it, and this is called often
    arrived.abort('arrived');
  }
}
