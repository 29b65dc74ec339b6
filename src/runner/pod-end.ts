import type { Pod } from '../contract/objects.js';
import type { Reason } from '../report/events.js';
import type { End, VerdictContext } from './end.js';
import { stepState, timeOf } from './pod-facts.js';
import { oneLine } from './words.js';

/** `status.reason` of a pod that the node or the control plane ended. */
const POD_REASONS: Readonly<Record<string, Reason>> = {
  Evicted: 'Evicted',
  DeadlineExceeded: 'TimedOut',
  Preempting: 'Preempted',
  NodeLost: 'NodeLost',
  NodeShutdown: 'NodeLost',
  Shutdown: 'NodeLost',
  Terminated: 'NodeLost',
};

/** `reason` of the condition DisruptionTarget. */
const DISRUPTIONS: Readonly<Record<string, Reason>> = {
  PreemptionByScheduler: 'Preempted',
  DeletionByTaintManager: 'NodeLost',
  DeletionByPodGC: 'NodeLost',
  EvictionByEvictionAPI: 'Evicted',
  TerminationByKubelet: 'Evicted',
};

/** What ended the pod, whatever its containers say; undefined where nothing did. */
export function endOfPod(pod: Pod, context: VerdictContext): End | undefined {
  const { reason = '', message, conditions = [], phase } = pod.status ?? {};
  const disruption = conditions.find(({ type, status }) => type === 'DisruptionTarget' && status === 'True');
  const known = POD_REASONS[reason] ?? (disruption && (DISRUPTIONS[disruption.reason ?? ''] ?? 'Evicted'));
  if (known === 'TimedOut') return pastDeadline(pod);
  if (known) return disrupted(known, message || disruption?.message);
  if (phase === 'Failed' && reason !== '') return refusedByNode(pod, `${reason}: ${message ?? 'no explanation'}`);
  return wasDeleted(pod, context) ? deletedFromOutside() : undefined;
}

/** True for a pod that its node, the control plane or a person ends. */
export function isDisrupted(pod: Pod): boolean {
  return endOfPod(pod, { gone: false, deletedByUs: false }) !== undefined;
}

/** The end of a step whose exit code nobody knows. */
export function endWithoutExitCode(pod: Pod, { deletedByUs }: VerdictContext): End {
  if (deletedByUs) return { state: 'canceled', reason: 'Canceled' };
  const failed = pod.status?.initContainerStatuses?.find(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0);
  if (failed)
    return {
      state: 'error',
      reason: 'StartError',
      message: `init container "${failed.name}" ended with exit code ${failed.state?.terminated?.exitCode} before the step began`,
      hint: `see its log, and who adds it to pods: kubectl logs ${pod.metadata.name} -c ${failed.name}`,
    };
  return disrupted('NodeLost', 'the pod ended without an exit code of its step');
}

/** The end of a step whose pod was deleted and did not go. */
export function endOfLostNode({ spec, status }: Pod): End {
  const disruption = status?.conditions?.find(({ type }) => type === 'DisruptionTarget');
  return disrupted('NodeLost', status?.message || disruption?.message || `${spec.nodeName} has not ended it in time`);
}

/** The end of a step that the runner ends because of its limit. */
export function pastTimeout(seconds: number): End {
  return {
    state: 'failed',
    reason: 'TimedOut',
    message: `it ran longer than its timeout of ${seconds} s`,
    hint: 'raise the timeout of the step',
  };
}

function pastDeadline({ spec, status }: Pod): End {
  const seconds = spec.activeDeadlineSeconds;
  const message = seconds ? `the pod ran past its deadline of ${seconds} s` : status?.message || 'the pod ran past its deadline';
  return { state: 'failed', reason: 'TimedOut', message, hint: 'raise the timeout of the step' };
}

/** What the kubelet says where a step has written more than its own limit. */
const LOCAL_STORAGE = /ephemeral (?:local )?storage usage exceeds/;

function disrupted(reason: Reason, words: string | undefined): End {
  const what =
    reason === 'Evicted' ? 'the pod was evicted' : reason === 'Preempted' ? 'the pod was preempted' : 'the node of the pod was lost';
  const hint = LOCAL_STORAGE.test(words ?? '')
    ? 'give the step more local storage (resources.limits.ephemeral-storage), or write to the workspace'
    : 'run it again';
  return { state: 'error', reason, message: words ? `${what}: ${oneLine(words)}` : what, hint };
}

/** The kubelet has the last word on what the scheduler chose; a pod that it refused has no container statuses. */
function refusedByNode(pod: Pod, words: string): End {
  const what = stepState(pod) ? 'the node ended the pod' : 'the node refused the pod';
  return { state: 'error', reason: 'Evicted', message: `${what}: ${oneLine(words)}`, hint: 'run it again' };
}

/** The end of a step whose pod is gone, and we have not deleted it. */
export function deletedFromOutside(): End {
  return {
    state: 'error',
    reason: 'PodDeleted',
    message: 'the pod was deleted from outside before its step had ended',
    hint: 'find out who deleted it, then run it again',
  };
}

/** True unless the container is known to have ended before somebody else asked for the deletion. */
function wasDeleted(pod: Pod, { gone, deletedByUs }: VerdictContext): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
  if (deletedByUs || !(gone || deletionTimestamp !== undefined)) return false;
  const finishedAt = timeOf(stepState(pod)?.terminated?.finishedAt);
  if (finishedAt === undefined) return true;
  if (deletionTimestamp === undefined) return false;
  // the time stamp is when the grace period ends; a period of 0 was set by the kubelet at the very end, and hides when it began
  const askedAt = (timeOf(deletionTimestamp) ?? 0) - deletionGracePeriodSeconds * 1000;
  return deletionGracePeriodSeconds === 0 || finishedAt >= askedAt;
}
