/** What happens in a run, as data: reporters print it, `--output json` writes it line by line. */

/** Why a step did not pass, or why it waits. A closed list: each has a row in docs/errors.md. */
export type Reason =
  | 'ExitCode'
  | 'OOMKilled'
  | 'TimedOut'
  | 'Evicted'
  | 'Preempted'
  | 'NodeLost'
  | 'PodDeleted'
  | 'ImagePull'
  | 'Unschedulable'
  | 'Quota'
  | 'AdmissionDenied'
  | 'ConfigError'
  | 'SecretMissing'
  | 'StartError'
  | 'NotReady'
  | 'VolumeUnbound'
  | 'TrailerMismatch'
  | 'SourceCut'
  | 'Canceled'
  | 'Dependency';

/** How a step ended. `error`: the cluster prevented it; `failed`: it ran and did not pass. */
export type StepState = 'passed' | 'failed' | 'error' | 'skipped' | 'canceled';

export type RunOutcome = 'succeeded' | 'failed' | 'error' | 'canceled' | 'timed-out';

/** Identifies a step in a run: the step's name where the run has one pipeline, else `pipeline/step`. */
export type StepId = string;

/** The last word on one step. Times are milliseconds since 1970 on the runner's clock. */
export interface StepResult {
  readonly step: StepId;
  readonly state: StepState;
  readonly attempt: number;
  readonly exitCode?: number;
  readonly reason?: Reason;
  /** One sentence: what was seen. */
  readonly message?: string;
  /** One sentence: what to do. */
  readonly hint?: string;
  /** True where the step's failure does not fail the run. */
  readonly ignored?: boolean;
  /** When the step was ready to start, when its container started and when it ended. */
  readonly readyAt?: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  readonly logLines: number;
  /** The last lines of the log of a step that did not pass, masked. */
  readonly lastLines?: readonly string[];
}

/** The last word on a run. */
export interface RunReport {
  readonly run: string;
  readonly outcome: RunOutcome;
  /** Exit status for a program: 0 passed, 1 a step failed, 3 the cluster, 4 the run's limit, 130/143/129 cancelled. */
  readonly exitStatus: number;
  readonly steps: readonly StepResult[];
  /** `Kind/name` of objects that could not be removed; empty after a clean end. */
  readonly leftovers: readonly string[];
  /** Until when the run is kept on the cluster, by the server's clock; absent where nobody wanted that. */
  readonly keptUntil?: number;
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** A step as announced at the start of a run. */
export interface StepInfo {
  readonly step: StepId;
  readonly pipeline: string;
  readonly name: string;
  readonly kind: 'clone' | 'commands' | 'plugin' | 'service';
  readonly dependsOn: readonly StepId[];
  readonly detached: boolean;
  readonly image?: string;
}

/** Everything that can happen; `at` is milliseconds since 1970. */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly at: number;
      readonly run: string;
      readonly namespace: string;
      /** The cluster in a person's words: a context's name, `embedded cluster`, `virtual time`. */
      readonly cluster: string;
      readonly pipelines: readonly string[];
      readonly steps: readonly StepInfo[];
      /** By pipeline: values of a matrix that tell it from its siblings. */
      readonly axes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
      /** What the run was for: the variables `CI_*` that all its steps have in common, without secrets. */
      readonly environment?: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'step-created';
      readonly at: number;
      readonly step: StepId;
      readonly attempt: number;
      readonly pod: string;
      /** True where the pod was created before the step's turn, and waits for it. */
      readonly held?: true;
    }
  /** A node was chosen for its pod, and from the step's turn on pulls its image and starts it. */
  | { readonly type: 'step-placed'; readonly at: number; readonly step: StepId; readonly attempt: number; readonly node: string }
  | { readonly type: 'step-started'; readonly at: number; readonly step: StepId; readonly attempt: number }
  | {
      /** Told again every few seconds while the step waits, also for the same reason. */
      readonly type: 'step-waiting';
      readonly at: number;
      readonly step: StepId;
      readonly reason: Reason;
      readonly message: string;
      readonly hint?: string;
    }
  | {
      readonly type: 'log';
      /** The kubelet's time stamp, RFC 3339 with nanoseconds. */
      readonly at: string;
      readonly step: StepId;
      readonly attempt: number;
      /** Counts from 1 in each attempt. */
      readonly line: number;
      /** The line without its end, masked; bytes, because a log may hold any. */
      readonly bytes: Uint8Array;
    }
  | { readonly type: 'log-gap'; readonly at: number; readonly step: StepId; readonly attempt: number; readonly message: string }
  | { readonly type: 'step-finished'; readonly at: number; readonly result: StepResult }
  /** An attempt that did not pass; the next begins after the pause. */
  | { readonly type: 'step-retried'; readonly at: number; readonly result: StepResult; readonly pauseMs: number }
  | {
      readonly type: 'notice';
      readonly at: number;
      readonly level: 'info' | 'warning';
      readonly message: string;
      readonly hint?: string;
    }
  | { readonly type: 'run-finished'; readonly at: number; readonly report: RunReport };

/** The beginning of a log that was read before: so many lines, and the stamps of the first and the last. */
export interface SeenLog {
  readonly lines: number;
  readonly firstAt: string;
  readonly lastAt: string;
}
