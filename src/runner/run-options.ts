import type { Clock } from '../clock.js';
import type { RunEvent } from '../report/events.js';
import type { KeepPolicy } from './keep.js';
import type { RunLimits } from './limits.js';
import type { SecretValues } from './secrets.js';

export interface RunOptions {
  /** Values of the secrets that steps refer to, by lower-case name; they are masked in every log. */
  readonly secrets?: SecretValues;
  readonly limits?: Partial<RunLimits>;
  /** Takes what happens, as it happens; a promise holds the run's logs back until it resolves. */
  readonly onEvent: (event: RunEvent) => void | Promise<void>;
  /** Cancels the run; its reason is the exit status to report, such as 130. */
  readonly signal?: AbortSignal;
  /** Ends the wait for the cluster after a cancellation; its garbage collector goes on alone. */
  readonly hurry?: AbortSignal;
  /** Who runs it: boot id, pid and start time of the process. */
  readonly holder: string;
  /**
   * Which runs stay on the cluster for a day after their end.
   *
   * @default - none
   */
  readonly keep?: KeepPolicy;
  readonly clock?: Clock;
}
