import { MANAGED_BY, MANAGED_BY_LABEL, PIPELINE_LABEL, RUN_LABEL } from '../contract/annotations.js';
import { isNameOf, stepSecretName, stepSlugOf } from '../contract/names.js';
import { type KubeObject, ownPullSecret, type Pod } from '../contract/objects.js';
import type { SecretTemplate, SecretTemplates } from '../contract/secrets.js';
import { WorkflowError } from '../errors.js';
import { encodeJson } from '../model/json.js';
import type { Value } from '../model/pipeline.js';
import { isSecretReference } from '../model/settings.js';
import { type PlannedStep, type RunPlan, stepsOf } from '../plan/run-plan.js';

/** Values of secrets by lower-case name. */
export type SecretValues = ReadonlyMap<string, string>;

export interface Secret extends KubeObject {
  readonly kind: 'Secret';
  readonly type: string;
  readonly immutable: boolean;
  /** Base64. */
  readonly data: Readonly<Record<string, string>>;
}

/** Lower-case names of the secrets that a run refers to. */
export function neededSecrets(plan: RunPlan): ReadonlySet<string> {
  return new Set(
    stepsOf(plan)
      .flatMap(referredSecrets)
      .map((name) => name.toLowerCase()),
  );
}

/** The Secret of each step that has one. Throws `WorkflowError` that names every secret without a value. */
export function stepSecrets(plan: RunPlan, values: SecretValues): readonly Secret[] {
  const steps = stepsOf(plan).filter(({ secrets }) => Object.keys(secrets).length > 0);
  const missing = missingSecrets(plan, values);
  if (missing.size > 0)
    throw new WorkflowError(
      [...missing].map(([name, steps]) => ({
        severity: 'error',
        code: 'missing-secret',
        message: `secret "${name}" of step ${steps.map((step) => `"${step}"`).join(', ')} has no value`,
        hint: `give it with --secret ${name}=VALUE, as the variable ${name} with --secret ${name}, or in a file with --secrets-file FILE`,
      })),
    );
  return [...steps.map((step) => stepSecret(step, { plan, values })), ...pullSecrets(plan, values)];
}

/** The pull secret of each pipeline that has one: all its steps that need it have the same template. */
function pullSecrets(plan: RunPlan, values: SecretValues): readonly Secret[] {
  const byName = new Map(
    stepsOf(plan).flatMap((step) => {
      const name = ownPullSecret(step.pod, (secret) => isNameOf(plan.run, secret));
      return name === undefined || Object.keys(step.registries).length === 0 ? [] : [[name, step] as const];
    }),
  );
  const type = 'kubernetes.io/dockerconfigjson';
  return [...byName].map(([name, { pod, registries }]) => secretOf(registries, { plan, values, name, pod, type }));
}

function stepSecret({ pod, secrets }: PlannedStep, { plan, values }: { readonly plan: RunPlan; readonly values: SecretValues }): Secret {
  const name = stepSecretName(plan.run, stepSlugOf(pod.metadata.name, plan.run));
  return secretOf(secrets, { plan, values, name, pod, type: 'Opaque' });
}

interface SecretOptions {
  readonly plan: RunPlan;
  readonly values: SecretValues;
  readonly name: string;
  /** A pod that uses it. */
  readonly pod: Pod;
  readonly type: string;
}

function secretOf(templates: SecretTemplates, { plan, values, name, pod, type }: SecretOptions): Secret {
  const data = Object.entries(templates).map(([variable, template]) => [
    variable,
    Buffer.from(render(template, values)).toString('base64'),
  ]);
  const labels = Object.entries(pod.metadata.labels ?? {}).filter(([key]) => key === RUN_LABEL || key === PIPELINE_LABEL);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace: plan.namespace,
      labels: { [MANAGED_BY_LABEL]: MANAGED_BY, ...Object.fromEntries(labels) },
    },
    type,
    immutable: true,
    data: Object.fromEntries(data),
  };
}

/** The text of a variable, its secrets in their places. */
function render({ template, encoding }: SecretTemplate, values: SecretValues): string {
  const filled = fill(template, values);
  return encoding === 'json' ? encodeJson(filled) : String(filled);
}

function fill(value: Value, values: SecretValues): Value {
  if (isSecretReference(value)) return values.get(value.from_secret.toLowerCase()) ?? '';
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Value) => fill(item, values));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item as Value, values)]));
}

/** Names of the secrets without a value, each with the steps that refer to it. */
function missingSecrets(plan: RunPlan, values: SecretValues): ReadonlyMap<string, readonly string[]> {
  const missing = new Map<string, readonly string[]>();
  for (const step of stepsOf(plan))
    for (const name of new Set(referredSecrets(step)))
      if (!values.has(name.toLowerCase())) missing.set(name, [...(missing.get(name) ?? []), step.id]);
  return missing;
}

function referredSecrets({ secrets, registries }: PlannedStep): readonly string[] {
  return [...Object.values(secrets), ...Object.values(registries)].flatMap(({ template }) => secretNames(template));
}

function secretNames(value: Value): readonly string[] {
  if (isSecretReference(value)) return [value.from_secret];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((item) => secretNames(item as Value));
}
