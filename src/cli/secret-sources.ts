import { UsageError } from '../errors.js';
import type { Invocation } from './commands.js';
import { readSecretsFile } from './secrets-file.js';

/** Where the value of a secret comes from. */
export type SecretSource =
  | { readonly type: 'value'; readonly value: string }
  /** `SECRET/KEY` in the run's namespace. */
  | { readonly type: 'kubernetes'; readonly reference: string }
  /** A program and its arguments, which prints the value. */
  | { readonly type: 'command'; readonly command: string };

/** By lower-case name. */
export type SecretSources = ReadonlyMap<string, SecretSource>;

type Named<T> = readonly [name: string, T];

/** The secrets that were given: --secret goes before --secret-from, that before --secrets-env, that before --secrets-file. */
export async function secretSources(invocation: Invocation): Promise<SecretSources> {
  const { io, flags } = invocation;
  const file = flags['secrets-file'];
  const filed = file === undefined ? [] : await readSecretsFile(file, io.cwd);
  const values = [...filed.map(({ name, value }): Named<string> => [name, value]), ...prefixed(invocation)];
  const sources = [
    ...values.map(toValue),
    ...(flags['secret-from'] ?? []).map(reference),
    ...(flags.secret ?? []).map((given) => toValue(literal(given, invocation))),
  ];
  return new Map(sources.map(([name, source]) => [name.toLowerCase(), source]));
}

function toValue([name, value]: Named<string>): Named<SecretSource> {
  return [name, { type: 'value', value }];
}

/** `NAME=VALUE`, or `NAME` for the value of the variable of that name. */
function literal(given: string, { io }: Invocation): Named<string> {
  const [name, value] = split(given, '--secret');
  const found = value ?? io.env[name];
  if (found === undefined)
    throw new UsageError(`secret "${name}" has no value, and there is no variable ${name}`, {
      code: 'missing-secret',
      hint: `--secret ${name}=VALUE`,
    });
  return [name, found];
}

/** `NAME=kubernetes:SECRET/KEY` or `NAME=command:PROGRAM ARGUMENTS`. What stands there instead is not repeated: it may be a secret. */
function reference(given: string): Named<SecretSource> {
  const [name, text = ''] = split(given, '--secret-from');
  if (text.startsWith('command:')) return [name, { type: 'command', command: text.slice('command:'.length) }];
  const found = /^kubernetes:([^/]+\/[^/]+)$/.exec(text)?.[1];
  if (found !== undefined) return [name, { type: 'kubernetes', reference: found }];
  throw new UsageError('--secret-from does not say where a secret comes from', {
    code: 'wrong-secret-source',
    hint: '--secret-from NAME=kubernetes:SECRET/KEY, or "NAME=command:PROGRAM ARGUMENTS"',
  });
}

/** The variables whose names begin with the prefix; what follows it is the secret's name. */
function prefixed({ io, flags }: Invocation): readonly Named<string>[] {
  const prefix = flags['secrets-env'];
  if (prefix === undefined) return [];
  if (prefix === '')
    throw new UsageError('--secrets-env is empty', { code: 'wrong-value', hint: 'give it a prefix such as PODLINE_SECRET_' });
  return Object.entries(io.env).flatMap(([variable, value]) =>
    variable.startsWith(prefix) && variable !== prefix && value !== undefined ? [[variable.slice(prefix.length), value] as const] : [],
  );
}

function split(given: string, flag: string): readonly [string, string | undefined] {
  const at = given.indexOf('=');
  if (at === 0 || given === '')
    throw new UsageError(`${flag} names no secret`, { code: 'wrong-value', hint: 'write its name before the =' });
  return at < 0 ? [given, undefined] : [given.slice(0, at), given.slice(at + 1)];
}
