import type { KubeObject, Pod } from '../contract/objects.js';
import type { RunPlan } from '../plan/run-plan.js';
import type { PodSight } from './pod-board.js';
import { judge } from './verdict.js';

/** True where a claim of the run can be mounted on one node only. */
export function needsOneNode(plan: RunPlan): boolean {
  return plan.base.some((object) => object.kind === 'PersistentVolumeClaim' && accessModesOf(object).includes('ReadWriteOnce'));
}

/**
 * The node that holds the run's volume: that of its first scheduled pod. The scheduler forgets pods that have ended, so
 * their affinity alone would let the next one go elsewhere. A node that was lost holds nothing any more.
 */
export function volumeNode(sights: Iterable<PodSight>): string | undefined {
  const scheduled = [...sights].filter(({ pod, gone }) => pod.spec.nodeName !== undefined && !isLost(pod, gone));
  const [first] = scheduled.sort((a, b) => (a.pod.metadata.creationTimestamp ?? '').localeCompare(b.pod.metadata.creationTimestamp ?? ''));
  return first?.pod.spec.nodeName;
}

/** The pod bound to a node, beside what its step asks of nodes. */
export function pinnedTo(pod: Pod, node: string): Pod {
  const onNode = { key: 'metadata.name', operator: 'In', values: [node] };
  const { affinity } = pod.spec;
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [{}];
  const required = { nodeSelectorTerms: terms.map((term) => ({ ...term, matchFields: [...(term.matchFields ?? []), onNode] })) };
  const nodeAffinity = { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: required };
  return { ...pod, spec: { ...pod.spec, affinity: { ...affinity, nodeAffinity } } };
}

function isLost(pod: Pod, gone: boolean): boolean {
  const verdict = judge(pod, { gone, deletedByUs: true });
  return verdict.type === 'ended' && verdict.reason === 'NodeLost';
}

function accessModesOf(claim: KubeObject & { readonly spec?: { readonly accessModes?: readonly string[] } }): readonly string[] {
  return claim.spec?.accessModes ?? [];
}
