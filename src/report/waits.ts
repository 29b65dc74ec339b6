import type { RunEvent, StepId } from './events.js';

/** A wait shorter than this, in milliseconds, is nothing to talk about. */
const WORTH_TELLING_MS = 2000;

/** Decides which waits a person should hear of: those that last, each cause of each step once. */
export class Waits {
  private readonly since = new Map<StepId, number>();
  private readonly told = new Set<string>();

  /** The step's pod exists from now on: waiting counts from here. */
  created(step: StepId, at: number): void {
    this.since.set(step, at);
  }

  /** How long the step has waited, in milliseconds; `undefined` where there is nothing (new) to tell. */
  tell(event: Extract<RunEvent, { type: 'step-waiting' }>): number | undefined {
    const since = this.since.get(event.step) ?? event.at;
    this.since.set(event.step, since);
    const cause = JSON.stringify([event.step, event.reason, event.message]);
    const waited = event.at - since;
    if (waited < WORTH_TELLING_MS || this.told.has(cause)) return undefined;
    this.told.add(cause);
    return waited;
  }
}
