import type { RunOn } from './pipeline.js';

/** The states of a pipeline that a step may run in. */
export const RUN_STATES = ['success', 'failure'] as const satisfies readonly RunOn[];

export function isRunOn(value: string): value is RunOn {
  return RUN_STATES.some((state) => state === value);
}
