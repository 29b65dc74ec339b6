import type { Reason } from '../report/events.js';

/** How a step ended. `failed`: it ran and did not pass; `error`: the cluster prevented or ended it; `canceled`: we did. */
export interface End {
  readonly state: 'passed' | 'failed' | 'error' | 'canceled';
  /** Where the step's process ended by itself. */
  readonly exitCode?: number;
  readonly reason?: Reason;
  readonly message?: string;
  readonly hint?: string;
}

/** What the runner knows beside the pod. */
export interface VerdictContext {
  /** The object is gone: this is its last known state. */
  readonly gone: boolean;
  /** We deleted it ourselves. */
  readonly deletedByUs: boolean;
}
