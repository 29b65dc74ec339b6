import type { StepResult } from './events.js';

/** True for a step that did not pass, and whose failure counts. */
export function isFailure({ state, ignored }: StepResult): boolean {
  return (state === 'failed' || state === 'error') && !ignored;
}
