import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { load, YAMLException } from 'js-yaml';
import { UsageError } from '../errors.js';
import { isMap } from '../plan/shapes.js';
import type { SecretRule } from '../workflow/read-workflows.js';

/** A secret of a file, and who may use it. */
export interface FiledSecret extends SecretRule {
  readonly value: string;
}

/** The secrets in a YAML file: `name: value`, or `name: {value, plugins, events}`. */
export async function readSecretsFile(file: string, cwd: string): Promise<readonly FiledSecret[]> {
  const hint = 'give it a YAML file with lines such as token: "value"';
  const text = await readFile(path.resolve(cwd, file), 'utf8').catch((cause: unknown) => {
    throw new UsageError(`the secrets file "${file}" cannot be read`, { code: 'unreadable-file', hint, cause });
  });
  const values = parse(text, file);
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    throw new UsageError(`"${file}" is not a mapping of names to secrets`, { code: 'wrong-secrets-file', hint });
  return Object.entries(values).map(([name, given]: [string, unknown]) => {
    const { value, plugins, events } = isMap(given) ? given : { value: given };
    if (typeof value !== 'string')
      throw new UsageError(`secret "${name}" in "${file}" is not a string`, { code: 'wrong-secrets-file', hint: 'put it in quotes' });
    return { name, value, plugins: textsOf(plugins, { name, file }), events: textsOf(events, { name, file }) };
  });
}

function textsOf(value: unknown, { name, file }: { readonly name: string; readonly file: string }): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  const hint = 'write "plugins: [image]" or "events: [push]"';
  throw new UsageError(`the filters of secret "${name}" in "${file}" are no lists of texts`, { code: 'wrong-secrets-file', hint });
}

/** A syntax error is told by its place alone: the line it stands in may be a secret. */
function parse(text: string, file: string): unknown {
  try {
    return load(text);
  } catch (error) {
    const { line = 0, column = 0 } = error instanceof YAMLException ? (error.mark ?? {}) : {};
    throw new UsageError(`the secrets file is not YAML`, { code: 'yaml-syntax', position: { file, line: line + 1, column: column + 1 } });
  }
}
