import { parseQuantity } from '../api/quantity.js';
import type { LocalPod, NodeRequirement, NodeSelectorTerm, Toleration } from '../pod.js';

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** What the scheduler knows of the node. */
export interface NodeOffer {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** Cores, bytes and pods. */
  readonly allocatable: Readonly<Record<string, number>>;
}

/** Why the pod cannot run on the node beside the pods that run there; empty where it can. */
export function misfits(pod: LocalPod, node: NodeOffer, others: readonly LocalPod[]): readonly string[] {
  const taint = node.taints.find(
    (candidate) => candidate.effect !== 'PreferNoSchedule' && !tolerates(pod.spec.tolerations ?? [], candidate),
  );
  if (taint !== undefined) return [`1 node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`];
  if (!selects(pod, node)) return ["1 node(s) didn't match Pod's node affinity/selector"];
  if (others.length >= (node.allocatable.pods ?? 0)) return ['1 Too many pods'];
  return ['cpu', 'memory']
    .filter((name) => {
      const used = others.reduce((sum, other) => sum + requestOf(other, name), 0);
      const wanted = requestOf(pod, name);
      return wanted > 0 && used + wanted > (node.allocatable[name] ?? 0);
    })
    .map((name) => `1 Insufficient ${name}`);
}

function tolerates(tolerations: readonly Toleration[], taint: Taint): boolean {
  return tolerations.some(
    ({ key, operator = 'Equal', value = '', effect }) =>
      (key === undefined ? operator === 'Exists' : key === taint.key) &&
      (operator === 'Exists' || value === (taint.value ?? '')) &&
      (effect === undefined || effect === '' || effect === taint.effect),
  );
}

function selects({ spec }: LocalPod, { name, labels }: NodeOffer): boolean {
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const bySelector = Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => labels[key] === value);
  const matches = ({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm) =>
    matchExpressions.every((requirement) => meets(requirement, labels)) &&
    matchFields.every((requirement) => meets(requirement, { 'metadata.name': name }));
  return bySelector && (terms === undefined || terms.some(matches));
}

function meets({ key, operator, values = [] }: NodeRequirement, facts: Readonly<Record<string, string>>): boolean {
  const value = facts[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** Containers run side by side, init containers one after the other before them. A limit without a request is a request. */
function requestOf({ spec }: LocalPod, name: string): number {
  const of = (container: LocalPod['spec']['containers'][number]) =>
    parseQuantity(String(container.resources?.requests?.[name] ?? container.resources?.limits?.[name] ?? 0)) ?? 0;
  const together = spec.containers.reduce((sum, container) => sum + of(container), 0);
  return Math.max(together, ...(spec.initContainers ?? []).map(of));
}
