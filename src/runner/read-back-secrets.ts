import type { Cluster } from '../cluster/cluster.js';
import { isNameOf, stepSecretName, stepSlugOf } from '../contract/names.js';
import { type KubeObject, ownPullSecret, type Pod } from '../contract/objects.js';
import type { SecretTemplates } from '../contract/secrets.js';
import { ClusterError } from '../errors.js';
import type { Value } from '../model/pipeline.js';
import { isSecretReference } from '../model/settings.js';
import { readStep } from '../plan/read-step.js';
import { type NativeSecretUse, nativeSecrets, valuesSeen } from './native-secrets.js';
import { stepState } from './pod-facts.js';
import type { Secret } from './secrets.js';

export interface ReadBackOptions {
  readonly run: string;
  readonly pods: readonly Pod[];
  readonly signal?: AbortSignal;
}

/**
 * The values of the secrets that these pods of a run were given or took by reference, to be masked by who did not give them.
 *
 * @throws ClusterError where one cannot be read: logs must not be shown without it
 */
export async function readBackSecrets(cluster: Cluster, { run, pods, signal }: ReadBackOptions): Promise<readonly string[]> {
  // all attempts at a step share one Secret
  const templatesBySecret = new Map(
    pods
      .flatMap((pod) => {
        const { secrets, registries } = readStep(pod, { pipeline: '', several: false });
        const pullSecret = ownPullSecret(pod, (name) => isNameOf(run, name)) ?? '';
        return [[stepSecretName(run, stepSlugOf(pod.metadata.name, run)), secrets] as const, [pullSecret, registries] as const];
      })
      .filter(([, templates]) => Object.keys(templates).length > 0),
  );
  const values = [...templatesBySecret].map(async ([name, templates]) => {
    const secret = await readSecret(cluster, name, { signal });
    return Object.entries(templates).flatMap(([variable, template]) => secretsIn(template, textOf(secret, variable)));
  });
  const native = pods.flatMap((pod) => nativeSecrets(run, pod).map(async (use) => nativeValues(cluster, { pod, use, signal })));
  return (await Promise.all([...values, ...native])).flat();
}

interface NativeValuesOptions {
  readonly pod: Pod;
  readonly use: NativeSecretUse;
  readonly signal: AbortSignal | undefined;
}

async function nativeValues(cluster: Cluster, { pod, use, signal }: NativeValuesOptions): Promise<readonly string[]> {
  const { running, terminated } = stepState(pod) ?? {};
  // who still waits for a Secret that is not there has no log to show
  const mayBeAbsent = !running && !terminated;
  const secret = await readSecret(cluster, use.name, { signal, mayBeAbsent });
  return secret ? valuesSeen(secret, use) : [];
}

interface ReadSecretOptions {
  readonly signal: AbortSignal | undefined;
  readonly mayBeAbsent?: boolean;
}

async function readSecret(
  cluster: Cluster,
  name: string,
  { signal, mayBeAbsent = false }: ReadSecretOptions,
): Promise<KubeObject | undefined> {
  const refusal = (cause?: unknown) =>
    new ClusterError(`Secret "${name}" cannot be read, so what it holds cannot be hidden in the logs`, {
      code: 'secrets-unreadable',
      object: `Secret/${name}`,
      hint: 'get the right to read Secrets, or have the logs shown as they are with --no-mask',
      cause,
    });
  const secret = await cluster.get('Secret', name, { signal }).catch((error: unknown) => {
    throw error instanceof ClusterError ? refusal(error) : error;
  });
  if (secret === undefined && !mayBeAbsent) throw refusal();
  return secret;
}

function textOf(secret: KubeObject | undefined, variable: string): string {
  return Buffer.from((secret as Secret | undefined)?.data?.[variable] ?? '', 'base64').toString();
}

/** The secrets in a variable's text: what its template was filled with. */
function secretsIn({ template, encoding }: SecretTemplates[string], text: string): readonly string[] {
  if (encoding === 'plain') return [text];
  try {
    return filledIn(template, JSON.parse(text));
  } catch {
    // the error would show it
    return [text];
  }
}

function filledIn(template: Value, filled: unknown): readonly string[] {
  if (isSecretReference(template)) return typeof filled === 'string' ? [filled] : [];
  if (typeof template !== 'object' || template === null || typeof filled !== 'object' || filled === null) return [];
  const values: Readonly<Record<string, unknown>> = { ...filled };
  return Object.entries(template).flatMap(([key, part]) => filledIn(part as Value, values[key]));
}
