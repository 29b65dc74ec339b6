import type { Duration } from 'cdk8s';
import type { RetryCause, RetryRule } from '../model/pipeline.js';
import { DEFAULT_READY_SECONDS, type ReadyCheck, type ReadyRule } from '../model/ready.js';
import { DEFAULT_RETRY_CAUSES } from '../model/retry.js';

/** How long and how often a step that runs to its end is tried. */
export interface StepLimits {
  /**
   * How long the step may run.
   *
   * @default - as long as the run
   */
  readonly timeout?: Duration;

  /**
   * Tries the step again when it did not pass: how often, or a rule.
   *
   * @default - only after faults of the cluster before the script began
   */
  readonly retry?: number | StepRetry;
}

/** When a step is tried again. */
export interface StepRetry {
  /** How often, after the first attempt. */
  readonly limit: number;

  /**
   * What it is tried again after.
   *
   * @default - any failure: an exit code but 0, no memory, its timeout, a fault of the cluster
   */
  readonly on?: readonly RetryCause[];

  /**
   * Wait before the next attempt; it doubles with each further one.
   *
   * @default Duration.seconds(0)
   */
  readonly backoff?: Duration;
}

/** When a service, or a detached step, can be relied on: a check, and how long it may take from the start of the container (60 s). */
export type StepReady = ReadyCheck & { readonly timeout?: Duration };

/** The rule as plain data. */
export function readyRule(given: StepReady | false | undefined): ReadyRule | false | undefined {
  if (given === undefined || given === false) return given;
  const { timeout, ...check } = given;
  return { ...check, timeoutSeconds: timeout?.toSeconds({ integral: false }) ?? DEFAULT_READY_SECONDS };
}

/** The limits as plain data. Parts of a second are left for validation to find. */
export function plainLimits({ timeout, retry }: StepLimits): { readonly timeoutSeconds?: number; readonly retry?: RetryRule } {
  return { timeoutSeconds: timeout?.toSeconds({ integral: false }), retry: retryRule(retry) };
}

function retryRule(given: StepLimits['retry']): RetryRule | undefined {
  if (given === undefined) return undefined;
  const { limit, on = DEFAULT_RETRY_CAUSES, backoff } = typeof given === 'number' ? { limit: given } : given;
  return { limit, on, backoffSeconds: backoff?.toSeconds({ integral: false }) ?? 0 };
}
