import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { KubeObject } from '../contract/objects.js';
import { UsageError, WorkflowError } from '../errors.js';
import { parseManifest } from '../plan/manifest.js';
import type { Io } from './io.js';

/**
 * Runs a program that synthesizes, as `cdk8s synth` does: as a child, its manifests in a temporary folder.
 * Its own words go to standard error.
 *
 * @throws WorkflowError with all that is wrong with its constructs
 */
export async function synthesizeProgram(file: string, io: Io): Promise<ReadonlyMap<string, readonly KubeObject[]>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'podline-synth-'));
  try {
    await runProgram(await commandOf(file, io), { ...io, folder });
    const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
    if (names.length === 0)
      throw new UsageError(`${file} wrote no manifest`, {
        code: 'no-manifest',
        hint: 'end the program with app.synth(), and let App choose its own outdir',
      });
    const texts = await Promise.all(names.map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')] as const));
    return new Map(texts.map(([name, text]) => [name.replace(/(\.k8s)?\.ya?ml$/, ''), parseManifest({ file: name, text })]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** TypeScript is run by the tsx of the project that the file belongs to. */
async function commandOf(file: string, { cwd }: Io): Promise<readonly string[]> {
  const absolute = path.resolve(cwd, file);
  if (!/\.[cm]?ts$/.test(file)) return [process.execPath, absolute];
  for (let folder = path.dirname(absolute); ; folder = path.dirname(folder)) {
    const tsx = path.join(folder, 'node_modules', '.bin', 'tsx');
    if (await stat(tsx).catch(() => undefined)) return [tsx, absolute];
    if (folder === path.dirname(folder)) break;
  }
  throw new UsageError(`${file} is TypeScript, and its project has no tsx to run it`, {
    code: 'no-tsx',
    hint: 'npm install --save-dev tsx',
  });
}

async function runProgram(
  [program = '', ...args]: readonly string[],
  { cwd, env, stderr, folder }: Io & { readonly folder: string },
): Promise<void> {
  const child = spawn(program, args, { cwd, env: { ...env, CDK8S_OUTDIR: folder }, stdio: ['ignore', 'pipe', 'pipe'] });
  const words: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stderr.write(chunk));
  child.stderr.on('data', (chunk: Buffer) => words.push(chunk));
  const status = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal ?? 0));
  });
  const text = Buffer.concat(words).toString();
  const problems = status === 0 ? [] : problemsIn(text);
  if (problems.length > 0) throw new WorkflowError(problems.map((message) => ({ severity: 'error', code: 'invalid-pipeline', message })));
  stderr.write(text);
  if (status !== 0)
    throw new UsageError(`${args.at(-1)} ended with ${status} before its manifests were written`, {
      code: 'program-failed',
      hint: 'see its output above',
    });
}

/** What cdk8s throws where constructs are not valid: a line for each finding, and a stack that is of no use. */
function problemsIn(text: string): readonly string[] {
  const [, lines = ''] = /^Error: Validation failed with the following errors:\n((?: {2}\S.*\n)+)/m.exec(text) ?? [];
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
