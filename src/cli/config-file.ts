import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadAll, YAMLException } from 'js-yaml';
import { type Diagnostic, UsageError, WorkflowError } from '../errors.js';
import { parseDuration } from '../model/duration.js';
import { pathText, shapeProblems } from '../model/shape-problems.js';
import { yamlPosition } from '../model/yaml-position.js';
import { suggest } from '../workflow/suggest.js';
import { CONFIG_KEYS, type ConfigKey } from './config-keys.js';
import type { FlagName, FlagValues } from './flags.js';

const FILES = ['podline.config.yaml', 'podline.config.json'];

export interface ConfigFile {
  readonly file: string;
  readonly text: string;
}

/** The configuration of a folder; undefined where it has none. */
export async function findConfig(folder: string): Promise<ConfigFile | undefined> {
  const found = await Promise.all(FILES.map(async (file) => ({ file, text: await textOf(path.join(folder, file)) })));
  const [first, other] = found.flatMap(({ file, text }) => (text === undefined ? [] : [{ file, text }]));
  if (other) throw new UsageError(`there are both ${FILES.join(' and ')}`, { code: 'wrong-config', hint: 'keep one of them' });
  return first;
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new UsageError(`cannot read ${file}`, { code: 'unreadable-file', cause });
  });
}

/**
 * The flags that a configuration stands for.
 *
 * @throws WorkflowError with all that is wrong in it
 */
export function readConfig({ file, text }: ConfigFile): FlagValues {
  const wrong = (message: string, at: Place, hint?: string): Diagnostic => {
    const excerpt = { text: text.split(/\r\n|\n|\r/)[at.line - 1] ?? '', length: at.length ?? 1 };
    return { severity: 'error', code: 'wrong-config', message, hint, position: { file, line: at.line, column: at.column }, excerpt };
  };
  const value = parse(text, (message, at) => new WorkflowError([wrong(message, at)]));
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new WorkflowError([wrong('the configuration must be a map', { line: 1, column: 1 })]);
  const diagnostics: Diagnostic[] = [];
  const flags: [FlagName, unknown][] = [];
  for (const [name, given] of Object.entries(value)) {
    if (name === '$schema' || given === null) continue;
    const key = CONFIG_KEYS.get(name);
    if (key === undefined) {
      diagnostics.push(wrong(`unknown key "${name}"`, keyPlace(text, name), hintFor(name)));
      continue;
    }
    const plain: unknown = given === true && key.flag.bare !== undefined ? key.flag.bare : given;
    const problems = shapeProblems(plain, key.shape);
    for (const { path: at, message } of problems)
      diagnostics.push(wrong(`${pathText([name, ...at])} ${message}`, valuePlace(text, [name, ...at])));
    if (problems.length === 0) flags.push([key.name, flagValue(plain, key)]);
  }
  if (diagnostics.length > 0) throw new WorkflowError(diagnostics);
  return Object.fromEntries(flags);
}

function hintFor(name: string): string | undefined {
  if (name === 'secret') return 'the file is kept with the code: say with secret-from, secrets-env or secrets-file where values come from';
  const near = suggest(name, CONFIG_KEYS.keys());
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

interface Place {
  readonly line: number;
  readonly column: number;
  readonly length?: number;
}

function parse(text: string, fail: (message: string, at: Place) => Error): unknown {
  try {
    // JSON is YAML; an empty file holds no document
    return loadAll(text)[0];
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line, column } = error.mark ?? { line: 0, column: 0 };
    throw fail(`this is no YAML: ${error.reason}`, { line: line + 1, column: column + 1 });
  }
}

/** The value as the flag has it. */
function flagValue(value: unknown, { flag: { kind }, shape }: ConfigKey): unknown {
  if (kind === 'duration') return parseDuration(String(value));
  if (kind === 'switch' || kind === 'count' || kind === 'list') return value;
  // what a setting's variable holds: names with commas between them, YAML for what is deeper
  if (Array.isArray(value) && shape.kind === 'list' && shape.item.kind === 'text') return value.join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function valuePlace(text: string, at: readonly (string | number)[]): Place {
  const [line = 1, column = 1] = yamlPosition(text, at).split(':').map(Number);
  return { line, column };
}

function keyPlace(text: string, key: string): Place {
  const { line, column } = valuePlace(text, [key]);
  const lines = text.split(/\r\n|\n|\r/);
  const before = [...lines.slice(0, line - 1), lines[line - 1]?.slice(0, column - 1) ?? ''];
  const found = before.findLastIndex((each) => each.includes(key));
  if (found === -1) return { line, column };
  return { line: found + 1, column: (before[found]?.lastIndexOf(key) ?? 0) + 1, length: key.length };
}
