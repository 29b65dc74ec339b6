import type { RetryCause, RetryRule } from '../model/pipeline.js';
import type { EndVerdict } from './verdict.js';

/** What is known about an attempt that did not pass. */
export interface Attempt {
  /** Counts from 1. */
  readonly attempt: number;
  readonly end: EndVerdict;
  /** False where the script, or the process of an image without one, has certainly not begun. */
  readonly begun: boolean;
}

/** When a step is tried again. */
export interface RetryPolicy {
  readonly rule?: RetryRule;
  /** How often after a fault of the cluster before the script began: nothing was done that could be done twice. */
  readonly infraRetries: number;
}

/** Ends that are no fault of the step, and may not happen again. */
const FAULTS: ReadonlySet<string> = new Set(['Evicted', 'Preempted', 'NodeLost', 'PodDeleted']);

/** Seconds until the next attempt; undefined where there is none. */
export function retryAfter({ attempt, end, begun }: Attempt, { rule, infraRetries }: RetryPolicy): number | undefined {
  if (end.state !== 'failed' && end.state !== 'error') return undefined;
  const causes = causesOf(end);
  const limits = [
    ...(causes.includes('infra') && !begun ? [infraRetries] : []),
    ...(rule?.on.some((cause) => causes.includes(cause)) ? [rule.limit] : []),
  ];
  if (attempt > Math.max(0, ...limits)) return undefined;
  return (rule?.backoffSeconds ?? 0) * 2 ** (attempt - 1);
}

function causesOf({ reason, exitCode }: EndVerdict): readonly RetryCause[] {
  if (reason === 'OOMKilled') return ['oom'];
  if (reason === 'TimedOut') return ['timeout'];
  if (reason === 'ExitCode') return ['failure', `exit:${exitCode ?? 1}`];
  return FAULTS.has(reason ?? '') ? ['infra'] : [];
}
