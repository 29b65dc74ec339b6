import type { Store } from '../api/store.js';
import { isJsonObject, jsonObject } from '../objects.js';
import type { KeyRef, LocalContainer, LocalEnvVar, LocalPod } from '../pod.js';

/** A container cannot be created from its spec as long as something that it names is missing. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The whole environment of a container.
 *
 * @throws ConfigError where a Secret, a ConfigMap or a key of one is missing
 */
export function environmentOf(pod: LocalPod, container: LocalContainer, store: Store): Readonly<Record<string, string>> {
  const declared: Record<string, string> = {};
  for (const { secretRef } of container.envFrom ?? []) if (secretRef) Object.assign(declared, secretOf(secretRef.name, { pod, store }));
  for (const variable of container.env ?? []) {
    const value = resolve(variable, pod, store);
    declared[variable.name] = variable.valueFrom === undefined ? expand(value, declared) : value;
  }
  return { PATH, HOME: '/root', TERM: 'xterm', HOSTNAME: pod.spec.hostname ?? pod.metadata.name, ...declared };
}

/** Command and arguments with their `$(NAME)` replaced. */
export function commandOf(container: LocalContainer, env: Readonly<Record<string, string>>): readonly string[] {
  return [...(container.command ?? []), ...(container.args ?? [])].map((word) => expand(word, env));
}

/** `$(NAME)` becomes the variable's value and stays as it is where there is none; `$$` is one dollar sign. */
export function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : Object.hasOwn(variables, name) ? (variables[name] ?? '') : whole,
  );
}

function resolve({ value = '', valueFrom }: LocalEnvVar, pod: LocalPod, store: Store): string {
  if (valueFrom?.secretKeyRef !== undefined) return keyOf('Secret', valueFrom.secretKeyRef, { pod, store });
  if (valueFrom?.configMapKeyRef !== undefined) return keyOf('ConfigMap', valueFrom.configMapKeyRef, { pod, store });
  if (valueFrom?.fieldRef !== undefined) return fieldOf(pod, valueFrom.fieldRef.fieldPath);
  return value;
}

interface Where {
  readonly pod: LocalPod;
  readonly store: Store;
}

/** All of a Secret, as variables. */
function secretOf(name: string, { pod, store }: Where): Readonly<Record<string, string>> {
  const object = store.get('secrets', pod.metadata.namespace, name);
  if (object === undefined) throw new ConfigError(`secret "${name}" not found`);
  return Object.fromEntries(Object.entries(jsonObject(object.data)).map(([key, value]) => [key, decoded(value)]));
}

function keyOf(kind: 'Secret' | 'ConfigMap', { name, key }: KeyRef, { pod, store }: Where): string {
  const { namespace } = pod.metadata;
  const object = store.get(kind === 'Secret' ? 'secrets' : 'configmaps', namespace, name);
  const value = jsonObject(object?.data)[key];
  if (typeof value === 'string') return kind === 'Secret' ? decoded(value) : value;
  if (object === undefined) throw new ConfigError(`${kind.toLowerCase()} "${name}" not found`);
  throw new ConfigError(`couldn't find key ${key} in ${kind} ${namespace}/${name}`);
}

function decoded(value: unknown): string {
  return Buffer.from(String(value), 'base64').toString('utf8');
}

function fieldOf(pod: LocalPod, path: string): string {
  const [, map, key = ''] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path) ?? [];
  if (map !== undefined) return String(jsonObject(jsonObject(pod.metadata)[map])[key] ?? '');
  if (path === 'status.podIP' || path === 'status.hostIP') return '127.0.0.1';
  const value = path.split('.').reduce<unknown>((at, field) => (isJsonObject(at) ? at[field] : undefined), pod);
  return typeof value === 'string' ? value : '';
}
