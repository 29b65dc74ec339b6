import type { Reason } from '../report/events.js';

/** Why a pod does not run yet. */
export interface Wait {
  readonly reason: Reason;
  readonly message: string;
  readonly hint?: string;
  /** How long it may last: not at all, as long as a pull may fail, as long as scheduling may take, as long as the run. */
  readonly patience: 'none' | 'pull' | 'schedule' | 'run';
}
