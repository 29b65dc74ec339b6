import type { StepState } from '../events.js';
import type { StepHistory } from '../history.js';
import { WORDING } from '../step-text.js';

/** How a step ended; `unknown` where that was not seen. */
export type ShownState = StepState | 'unknown';

export function stateOf({ result }: StepHistory): ShownState {
  return result?.state ?? 'unknown';
}

export function symbolOf({ result }: StepHistory): string {
  return result ? WORDING[result.state].symbol : '?';
}

/** Where the log of a step is shown. */
export function logLink(index: number): string {
  return `#log-${index}`;
}
