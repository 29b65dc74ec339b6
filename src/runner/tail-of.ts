import type { RunContext } from './context.js';
import { type Tail, type TailOptions, tail } from './tail.js';

/** Reads the log of an attempt at a step of a run, as all logs of the run are read. */
export async function tailOf(
  { cluster, nonce, secrets, seenLogs, emit, clock, signal }: RunContext,
  options: Omit<TailOptions, 'nonce' | 'mask' | 'seen' | 'emit' | 'now' | 'signal'>,
): Promise<Tail> {
  const seen = seenLogs.get(`${options.step}#${options.attempt}`);
  return tail(cluster, { ...options, nonce, mask: secrets.mask, seen, emit, now: () => clock.now(), signal });
}
