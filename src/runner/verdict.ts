import type { Pod } from '../contract/objects.js';
import { endOfContainer } from './container-end.js';
import type { End, VerdictContext } from './end.js';
import { endOfPod, endWithoutExitCode } from './pod-end.js';
import { stepState, timeOf } from './pod-facts.js';

/** What a pod's status says of its step. */
export type Verdict = { readonly type: 'waiting' } | { readonly type: 'running'; readonly startedAt?: number } | EndVerdict;

/** The end of a step. Times are milliseconds since 1970. */
export interface EndVerdict extends End {
  readonly type: 'ended';
  readonly startedAt?: number;
  readonly finishedAt?: number;
}

/**
 * Judges a step by its pod, in the order of runner.md 7: what ended the pod, then a deletion that is not ours,
 * then the state of the container `step`. Green needs exit code 0 and none of what comes before.
 */
export function judge(pod: Pod, context: VerdictContext): Verdict {
  const state = stepState(pod);
  const terminated = state?.terminated;
  const startedAt = timeOf(terminated?.startedAt ?? state?.running?.startedAt);
  if (!terminated && !context.gone && pod.status?.phase !== 'Failed' && pod.status?.phase !== 'Succeeded')
    return state?.running ? { type: 'running', startedAt } : { type: 'waiting' };
  const end = endOfPod(pod, context) ?? (terminated ? endOfContainer(pod, terminated) : endWithoutExitCode(pod, context));
  return { type: 'ended', ...end, startedAt, finishedAt: timeOf(terminated?.finishedAt) };
}
