import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** Larger than the list of all references of the largest repositories. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Where a repository keeps its data. Only plain files are looked at: nothing of a repository is run. */
export interface GitFolder {
  /** Folder of the working tree. */
  readonly root: string;
  /** `HEAD` and index: of this working tree. */
  readonly own: string;
  /** Objects, branches and tags: of all working trees of the repository. */
  readonly common: string;
}

/** The repository that a folder is in; undefined where it is in none. */
export async function findGitFolder(folder: string): Promise<GitFolder | undefined> {
  for (let root = path.resolve(folder); ; root = path.dirname(root)) {
    const own = await gitFolderAt(root);
    if (own !== undefined) return { root, own, common: await commonOf(own) };
    if (root === path.dirname(root)) return undefined;
  }
}

/** A linked working tree and a submodule have a file there that names the folder. */
async function gitFolderAt(root: string): Promise<string | undefined> {
  const git = path.join(root, '.git');
  const stats = await stat(git).catch(() => undefined);
  if (stats === undefined) return undefined;
  const target = stats.isDirectory() ? git : /^gitdir: (.+)$/m.exec((await readText(git)) ?? '')?.[1];
  const own = target && path.resolve(root, target);
  return own && (await readText(path.join(own, 'HEAD'))) !== undefined ? own : undefined;
}

async function commonOf(own: string): Promise<string> {
  const common = (await readText(path.join(own, 'commondir')))?.trim();
  return common ? path.resolve(own, common) : own;
}

/** The text of a file of a repository; undefined where there is none, or what is there is too large, or a pipe that nobody writes to. */
export async function readText(file: string): Promise<string | undefined> {
  const stats = await stat(file).catch(() => undefined);
  if (!stats?.isFile() || stats.size > MAX_BYTES) return undefined;
  return readFile(file, 'utf8').catch(() => undefined);
}
