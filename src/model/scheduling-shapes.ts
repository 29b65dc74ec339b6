import type {
  Affinity,
  LabelSelector,
  NodeAffinity,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
} from './affinity.js';
import { keyProblem, labelValueProblem, namespaceProblem } from './kubernetes-names.js';
import type { Toleration } from './kubernetes-options.js';
import { choice, listOf, mapOf, object, text, whole } from './shape.js';

/** Labels of pods and nodes. */
export const LABELS = mapOf(keyProblem, text(labelValueProblem));

const MAX_INT32 = 2 ** 31 - 1;

export const TOLERATION = object<Toleration>(
  {
    key: {
      shape: text((key) => (key === '' ? undefined : keyProblem(key))),
      text: 'key of the taint; absent: any, with the operator `Exists`',
    },
    operator: { shape: choice('Equal', 'Exists'), text: 'how the value is compared; absent: `Equal`' },
    value: { shape: text(labelValueProblem), text: 'value of the taint' },
    effect: { shape: choice('NoSchedule', 'PreferNoSchedule', 'NoExecute'), text: 'effect of the taint; absent: any' },
    tolerationSeconds: { shape: whole(-MAX_INT32, MAX_INT32), text: 'how long the taint is tolerated, with `NoExecute` only' },
  },
  ({ key, operator, value }) => {
    if (!key && operator !== 'Exists') return 'needs a "key", or the operator Exists';
    return operator === 'Exists' && value ? 'has a "value", which the operator Exists does not take' : undefined;
  },
);

export const TOLERATIONS = listOf(TOLERATION);

const VALUES = listOf(text(labelValueProblem));

/** What the operators of a requirement ask of its values. */
function valuesProblem({ operator, values = [] }: Pick<NodeSelectorRequirement, 'operator' | 'values'>): string | undefined {
  if (['Exists', 'DoesNotExist'].includes(operator)) return values.length > 0 ? `has "values", which ${operator} does not take` : undefined;
  if (values.length === 0) return `needs "values" for ${operator}`;
  if (!['Gt', 'Lt'].includes(operator)) return undefined;
  return values.length === 1 && /^-?\d+$/.test(values[0] ?? '') ? undefined : `needs one whole number in "values" for ${operator}`;
}

const NODE_REQUIREMENT = object<NodeSelectorRequirement>(
  {
    key: { shape: text(keyProblem), required: true },
    operator: { shape: choice('In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'), required: true },
    values: { shape: VALUES },
  },
  valuesProblem,
);

const FIELD_REQUIREMENT = object<NodeSelectorRequirement>(
  {
    key: { shape: choice('metadata.name'), required: true },
    operator: { shape: choice('In', 'NotIn'), required: true },
    values: { shape: listOf(text()), required: true },
  },
  ({ values = [] }) => (values.length === 1 ? undefined : 'needs one name in "values"'),
);

const NODE_TERM = object<NodeSelectorTerm>({
  matchExpressions: { shape: listOf(NODE_REQUIREMENT) },
  matchFields: { shape: listOf(FIELD_REQUIREMENT) },
});

const WEIGHT = whole(1, 100);

const NODE_AFFINITY = object<NodeAffinity>({
  requiredDuringSchedulingIgnoredDuringExecution: {
    shape: object<NonNullable<NodeAffinity['requiredDuringSchedulingIgnoredDuringExecution']>>(
      { nodeSelectorTerms: { shape: listOf(NODE_TERM), required: true } },
      ({ nodeSelectorTerms }) => (nodeSelectorTerms.length > 0 ? undefined : 'needs at least one of "nodeSelectorTerms"'),
    ),
  },
  preferredDuringSchedulingIgnoredDuringExecution: {
    shape: listOf(
      object<{ readonly weight: number; readonly preference: NodeSelectorTerm }>({
        weight: { shape: WEIGHT, required: true },
        preference: { shape: NODE_TERM, required: true },
      }),
    ),
  },
});

const LABEL_SELECTOR = object<LabelSelector>({
  matchLabels: { shape: LABELS },
  matchExpressions: {
    shape: listOf(
      object<NodeSelectorRequirement>(
        {
          key: { shape: text(keyProblem), required: true },
          operator: { shape: choice('In', 'NotIn', 'Exists', 'DoesNotExist'), required: true },
          values: { shape: VALUES },
        },
        valuesProblem,
      ),
    ),
  },
});

const KEYS = listOf(text(keyProblem));

const POD_TERM = object<PodAffinityTerm>(
  {
    labelSelector: { shape: LABEL_SELECTOR },
    topologyKey: { shape: text(keyProblem), required: true },
    namespaces: { shape: listOf(text(namespaceProblem)) },
    namespaceSelector: { shape: LABEL_SELECTOR },
    matchLabelKeys: { shape: KEYS },
    mismatchLabelKeys: { shape: KEYS },
  },
  ({ labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] }) => {
    if (!labelSelector && matchLabelKeys.length + mismatchLabelKeys.length > 0) return 'needs a "labelSelector" beside its label keys';
    const both = matchLabelKeys.find((key) => mismatchLabelKeys.includes(key));
    return both === undefined ? undefined : `names "${both}" in "matchLabelKeys" and in "mismatchLabelKeys"`;
  },
);

const POD_AFFINITY = object<PodAffinity>({
  requiredDuringSchedulingIgnoredDuringExecution: { shape: listOf(POD_TERM) },
  preferredDuringSchedulingIgnoredDuringExecution: {
    shape: listOf(
      object<{ readonly weight: number; readonly podAffinityTerm: PodAffinityTerm }>({
        weight: { shape: WEIGHT, required: true },
        podAffinityTerm: { shape: POD_TERM, required: true },
      }),
    ),
  },
});

export const AFFINITY = object<Affinity>({
  nodeAffinity: { shape: NODE_AFFINITY },
  podAffinity: { shape: POD_AFFINITY },
  podAntiAffinity: { shape: POD_AFFINITY },
});
