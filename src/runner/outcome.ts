import type { RunOutcome, StepResult } from '../report/events.js';

/** What ended a run before its steps did. */
export type Interruption =
  /** `exitStatus`: 128 and the number of the signal. */
  { readonly type: 'canceled'; readonly exitStatus: number } | { readonly type: 'timed-out' };

/** The last word on a run: what interrupted it, else what the cluster prevented, else what failed. */
export function outcomeOf(
  results: readonly StepResult[],
  interruption?: Interruption,
): { readonly outcome: RunOutcome; readonly exitStatus: number } {
  if (interruption?.type === 'canceled') return { outcome: 'canceled', exitStatus: interruption.exitStatus };
  if (interruption?.type === 'timed-out') return { outcome: 'timed-out', exitStatus: 4 };
  const counted = results.filter(({ ignored }) => !ignored);
  if (counted.some(({ state }) => state === 'error')) return { outcome: 'error', exitStatus: 3 };
  if (counted.some(({ state }) => state === 'failed')) return { outcome: 'failed', exitStatus: 1 };
  // only an interruption or a failure cancels steps; should one be canceled without, the run is no success
  if (counted.some(({ state }) => state === 'canceled')) return { outcome: 'canceled', exitStatus: 130 };
  return { outcome: 'succeeded', exitStatus: 0 };
}
