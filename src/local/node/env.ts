import type { Store } from '../api/store.js';
import { jsonObject } from '../objects.js';
import type { LocalContainer, LocalEnvVar, LocalPod } from '../pod.js';

/** A container cannot be created from its spec as long as something that it names is missing. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The whole environment of a container.
 *
 * @throws ConfigError where a Secret or a key of one is missing
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

function resolve({ name: variable, value = '', valueFrom }: LocalEnvVar, pod: LocalPod, store: Store): string {
  if (valueFrom === undefined) return value;
  if (valueFrom.secretKeyRef === undefined) throw new ConfigError(`the embedded cluster takes values from Secrets only: ${variable}`);
  const { name, key } = valueFrom.secretKeyRef;
  const found = secretOf(name, { pod, store })[key];
  if (found === undefined) throw new ConfigError(`couldn't find key ${key} in Secret ${pod.metadata.namespace}/${name}`);
  return found;
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

function decoded(value: unknown): string {
  return Buffer.from(String(value), 'base64').toString('utf8');
}
