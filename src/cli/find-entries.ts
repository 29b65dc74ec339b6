import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../errors.js';
import { meantFlag } from './attached-value.js';
import type { Io } from './io.js';

/** What a run is made of: workflow files, manifests, or a program that synthesizes. */
export type Entries =
  | WorkflowEntries
  | { readonly type: 'manifests'; readonly files: readonly string[] }
  | { readonly type: 'program'; readonly file: string };

export interface WorkflowEntries {
  readonly type: 'workflows';
  readonly files: readonly string[];
  /** True where each was named by itself: what it depends on is then not waited for unless it was named too. */
  readonly areNamed: boolean;
}

/** Where Woodpecker looks for workflows, in its order. */
const DEFAULTS = ['.woodpecker', '.woodpecker.yaml', '.woodpecker.yml'];
const YAML = /\.ya?ml$/;
const MANIFEST = /\.k8s\.ya?ml$/;
const PROGRAM = /\.[cm]?[jt]s$/;
/** The program that a cdk8s.yaml names. */
const APP = /^app:.*?(\S+\.[cm]?[jt]s)\b/m;

/** Finds the files that the paths mean. Throws `UsageError` where there is none, or files of different kinds are mixed. */
export async function findEntries(paths: readonly string[], io: Pick<Io, 'argv' | 'cwd'>): Promise<Entries> {
  const given = paths.length > 0 ? paths : [await firstDefault(io.cwd)];
  const files = (await Promise.all(given.map((each) => filesOf(each, io)))).flat();
  const [file, second] = files;
  if (file === undefined) throw notFound(`there is no workflow file in ${given.join(', ')}`);
  if (PROGRAM.test(file)) {
    if (second !== undefined)
      throw new UsageError(`a program stands alone: ${file} and ${second}`, { code: 'mixed-input', hint: 'run one after the other' });
    return { type: 'program', file };
  }
  const manifests = files.filter((each) => MANIFEST.test(each));
  if (manifests.length > 0 && manifests.length < files.length)
    throw new UsageError(`manifests and workflow files are mixed: ${files.join(', ')}`, {
      code: 'mixed-input',
      hint: 'run one after the other',
    });
  if (manifests.length > 0) return { type: 'manifests', files };
  return { type: 'workflows', files, areNamed: files.length === paths.length && files.every((each, index) => each === paths[index]) };
}

async function firstDefault(cwd: string): Promise<string> {
  for (const name of DEFAULTS) {
    if (await kindOf(path.resolve(cwd, name))) return name;
  }
  const program = await programIn(cwd);
  const hint = program === undefined ? 'podline init writes one; or give the path of one' : `podline run ${program}, or podline init`;
  throw notFound(`there is no workflow here: neither ${DEFAULTS.slice(0, -1).join(', ')} nor ${DEFAULTS.at(-1)}`, hint);
}

/** The program that a project of cdk8s has; undefined where the folder is none. */
async function programIn(cwd: string): Promise<string | undefined> {
  if ((await kindOf(path.resolve(cwd, 'main.ts'))) === 'file') return 'main.ts';
  const text = await readFile(path.resolve(cwd, 'cdk8s.yaml'), 'utf8').catch(() => '');
  return APP.exec(text)?.[1];
}

async function filesOf(given: string, { argv, cwd }: Pick<Io, 'argv' | 'cwd'>): Promise<readonly string[]> {
  const absolute = path.resolve(cwd, given);
  const kind = await kindOf(absolute);
  if (kind === 'file') return [given];
  if (kind === undefined) throw notFound(`there is no file "${given}"`, meantFlag(given, argv));
  const names = await readdir(absolute);
  return names
    .filter((name) => YAML.test(name))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => path.join(given, name));
}

async function kindOf(absolute: string): Promise<'file' | 'folder' | undefined> {
  const stats = await stat(absolute).catch(() => undefined);
  if (stats === undefined) return undefined;
  return stats.isDirectory() ? 'folder' : 'file';
}

function notFound(message: string, hint = 'give the path of a workflow file, a folder of them, or a TypeScript pipeline'): UsageError {
  return new UsageError(message, { code: 'no-workflow-found', hint });
}
