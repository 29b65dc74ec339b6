import { execFile } from 'node:child_process';
import { cp, lstat, mkdir, mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { OWN_FOLDER } from '../store/runs-folder.js';

const run = promisify(execFile);

/** A folder of sources, as far as version control would take it. */
export interface WorkingTree {
  readonly folder: string;
  /** Files and links, relative to the folder. */
  readonly files: readonly string[];
  /** Links that lead out of the folder: they are not copied. */
  readonly outside: readonly string[];
}

/** Lists what a commit of everything in the folder would hold: `.gitignore` is respected, also where there is no repository. */
export async function readWorkingTree(folder: string): Promise<WorkingTree> {
  const found = (await gitFiles(folder)) ?? (await allFiles(folder));
  const files: string[] = [];
  const outside: string[] = [];
  for (const file of found) {
    const kind = await kindOf(folder, file);
    if (kind === 'inside') files.push(file);
    else if (kind === 'outside') outside.push(file);
  }
  return { folder, files, outside };
}

/** Copies a working tree into a folder. */
export async function copyWorkingTree({ folder, files }: WorkingTree, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const file of files)
    await cp(path.join(folder, file), path.join(target, file), { verbatimSymlinks: true, preserveTimestamps: true });
}

/** Undefined without git. A repository of its own, made for the question, serves where the folder has none. */
async function gitFiles(folder: string): Promise<readonly string[] | undefined> {
  const repository = await mkdtemp(path.join(tmpdir(), 'podline-git-'));
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const options = { cwd: folder, maxBuffer: 256 * 1024 * 1024 };
  try {
    const { stdout } = await run('git', list, options).catch(async () => {
      await run('git', ['init', '--quiet', '--bare', repository]);
      return run('git', [`--git-dir=${repository}`, `--work-tree=${folder}`, ...list], options);
    });
    return stdout.split('\0').filter((file) => file !== '');
  } catch {
    return undefined;
  } finally {
    await rm(repository, { recursive: true, force: true });
  }
}

async function allFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  return files.filter((file) => !file.startsWith(OWN_FOLDER + path.sep));
}

async function kindOf(folder: string, file: string): Promise<'inside' | 'outside' | 'none'> {
  const absolute = path.join(folder, file);
  const stats = await lstat(absolute).catch(() => undefined);
  // a file that git knows may have been deleted; sockets and devices are no sources
  if (!stats?.isFile() && !stats?.isSymbolicLink()) return 'none';
  if (stats.isFile()) return 'inside';
  const target = path.resolve(path.dirname(absolute), await readlink(absolute));
  return target === folder || target.startsWith(folder + path.sep) ? 'inside' : 'outside';
}
