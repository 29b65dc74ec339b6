import type { Pod } from '../contract/objects.js';
import { stepContainer } from './pod-facts.js';
import type { Wait } from './wait.js';
import { schedulerWords } from './words.js';

/** A pod for which the scheduler has found no node yet. */
export function schedulingWait(pod: Pod): Wait | undefined {
  const scheduled = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status !== 'False') return undefined;
  const message = schedulerWords(scheduled.message ?? 'no node was chosen yet');
  const volume = /persistentvolumeclaim|persistent volume/i.test(message);
  return { reason: volume ? 'VolumeUnbound' : 'Unschedulable', message, hint: hintFor(pod, message), patience: 'schedule' };
}

/** True where the cluster has no node for a pod, or none that has room. */
export function lacksRoom(pod: Pod): boolean {
  return schedulingWait(pod)?.reason === 'Unschedulable';
}

/** What to do about each thing that no node offers. */
function hintFor(pod: Pod, message: string): string | undefined {
  const hints = [
    /(?<!volume )node affinity|node selector/i.test(message) && selectorHint(pod),
    /taint/i.test(message) && 'add a toleration for the taint to backend_options.kubernetes.tolerations of the step',
    ...[...message.matchAll(/Insufficient ([\w./-]+)/g)].map(([, resource = '']) => resourceHint(pod, resource)),
    /too many pods/i.test(message) && 'wait until other pods have ended, or add a node',
    /volume node affinity conflict/i.test(message) && "the run's volume is tied to a node or zone: make room there",
    /didn't match pod affinity/i.test(message) &&
      'pods that share a volume run on one node: make room there, or use a volume for many nodes',
    /persistentvolumeclaim/i.test(message) && claimHint(message),
  ].filter((hint) => hint !== false);
  return hints.length > 0 ? hints.join('; ') : undefined;
}

function selectorHint({ spec }: Pod): string {
  const labels = Object.entries(spec.nodeSelector ?? {}).map(([key, value]) => `${key}=${value}`);
  if (labels.length === 0) return "change the step's affinity, or add a node that suits it";
  const platform = 'kubernetes.io/arch' in (spec.nodeSelector ?? {}) ? ' (--platform sets the architecture)' : '';
  return `add a node with the labels ${labels.join(', ')}, or change the step's nodeSelector${platform}`;
}

function resourceHint(pod: Pod, resource: string): string {
  const request = stepContainer(pod)?.resources?.requests?.[resource];
  return `lower resources.requests.${resource}${request ? ` (${request})` : ''} of the step, or add a node`;
}

function claimHint(message: string): string {
  const [, missing] = /persistentvolumeclaim "([^"]+)" not found/.exec(message) ?? [];
  return missing
    ? `create the claim "${missing}", or correct the volumes of the step`
    : 'check the storage class: kubectl get storageclass';
}
