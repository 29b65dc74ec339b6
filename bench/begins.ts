import type { RunOutput } from '../test/scenarios/run-output.js';
import { logTimes } from './runs.js';

export type Begins = ReadonlyMap<string, number>;

/** Seconds from the beginning of the run to the first line of each step. */
export function beginsOf(output: RunOutput): Begins {
  const { startedAt } = output.report;
  return new Map([...logTimes(output)].map(([step, { first }]) => [step, (first - startedAt) / 1000]));
}

/** The most that a step began later than it did otherwise. */
export function lateness(begins: Begins, otherwise: Begins): number {
  return Math.max(...[...begins].map(([step, seconds]) => seconds - (otherwise.get(step) ?? Number.NaN)));
}
