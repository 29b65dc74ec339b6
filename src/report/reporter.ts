import type { RunEvent } from './events.js';

/** Shows what happens in a run; one instance a run. */
export interface Reporter {
  /**
   * Takes the next event. Everything is written before it returns; a promise says that a reader is slower than the
   * run and resolves when more can be written.
   */
  event(event: RunEvent): void | Promise<void>;

  /** Writes what was held back, and leaves a terminal as it was: also after a run that did not come to its end. */
  close(): void;
}
