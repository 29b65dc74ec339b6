import type { Clock } from '../clock.js';
import type { RunEvent, SeenLog } from '../report/events.js';
import type { Inspect } from './debugger.js';
import type { KeepPolicy } from './keep.js';
import type { RunLimits } from './limits.js';
import type { SecretValues } from './secrets.js';
import type { StepInput } from './step-input.js';

export interface RunOptions {
  /** Values of the secrets that steps refer to, by lower-case name; they are masked in every log. */
  readonly secrets?: SecretValues;
  /** What steps read from their standard input, by step. @default - none does */
  readonly inputs?: ReadonlyMap<string, StepInput>;
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
  /**
   * Looks at each step that failed while its container is still there. The step ends, with its exit code, when that is done.
   *
   * @default - failed steps end at once
   */
  readonly inspect?: Inspect;
  readonly clock?: Clock;
}

/** How to go on with a run that another runner has begun. */
export interface ResumeOptions extends RunOptions {
  /**
   * Values of the secrets, as for the run's beginning: Secrets that its runner did not come to create are created.
   *
   * @default - they are read back from the cluster
   */
  readonly secrets?: SecretValues;
  /** Hides the values of secrets that are read back; without them there is nothing to hide. */
  readonly isMasked: boolean;
  /** True for a holder of the run's Lease that is known to have ended: a process of this machine that is gone. */
  readonly isGone: (holder: string) => boolean;
  /** What was read of logs already, by step and attempt: `build#1`; asked once nobody else reads them. */
  readonly seenLogs?: () => Promise<ReadonlyMap<string, SeenLog>>;
}
