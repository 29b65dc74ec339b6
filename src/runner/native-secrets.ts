import { STEP_CONTAINER } from '../contract/annotations.js';
import { stepSecretName, stepSlugOf } from '../contract/names.js';
import type { KubeObject, Pod } from '../contract/objects.js';
import { stepContainer } from './pod-facts.js';

/** A Secret that a step takes by reference, and the keys of it that the step sees. */
export interface NativeSecretUse {
  readonly name: string;
  readonly keys: ReadonlySet<string> | 'all';
}

/** The Secrets of the cluster that a pod's step sees in variables and files; not the one that the run made for it. */
export function nativeSecrets(run: string, pod: Pod): readonly NativeSecretUse[] {
  const { env = [], envFrom = [], volumeMounts = [] } = stepContainer(pod) ?? { name: STEP_CONTAINER, image: '' };
  const secretOfVolume = new Map((pod.spec.volumes ?? []).map(({ name, secret }) => [name, secret?.secretName]));
  const uses = [
    ...env.map(({ valueFrom }) => use(valueFrom?.secretKeyRef?.name, valueFrom?.secretKeyRef?.key)),
    ...envFrom.map(({ secretRef }) => use(secretRef?.name)),
    ...volumeMounts.map(({ name, subPath }) => use(secretOfVolume.get(name), subPath)),
  ].filter((each) => each !== undefined);
  const own = stepSecretName(run, stepSlugOf(pod.metadata.name, run));
  const names = new Set(uses.map(({ name }) => name).filter((name) => name !== own));
  return [...names].map((name) => ({ name, keys: keysIn(uses.filter((each) => each.name === name)) }));
}

/** The texts that the step sees of a Secret. */
export function valuesSeen(secret: KubeObject, { keys }: NativeSecretUse): readonly string[] {
  const { data = {} } = secret as { readonly data?: Readonly<Record<string, string>> };
  const seen = Object.entries(data).filter(([key]) => keys === 'all' || keys.has(key));
  return seen.map(([, value]) => Buffer.from(value, 'base64').toString());
}

function use(name: string | undefined, key?: string): { readonly name: string; readonly key?: string } | undefined {
  return name === undefined ? undefined : { name, key };
}

function keysIn(uses: readonly { readonly key?: string }[]): NativeSecretUse['keys'] {
  const keys = uses.map(({ key }) => key).filter((key) => key !== undefined);
  return keys.length < uses.length ? 'all' : new Set(keys);
}
