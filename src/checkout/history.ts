import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { ArchiveEntry } from './archive.js';
import { Git } from './git.js';
import { GitConfig, withoutCredentials } from './git-config.js';
import { findGitFolder, type GitFolder, readText } from './git-folder.js';

/** A repository's data that go with its working tree, or why they do not. */
export type History = { readonly entries: readonly ArchiveEntry[] } | { readonly absent: string };

/** Below the folder that all working trees of a repository share. */
const SHARED = ['objects', 'refs', 'packed-refs', 'shallow'];
/** Of the working tree alone. */
const OWN = ['HEAD', 'index'];
/** Extensions without which nobody could read the objects. */
const EXTENSIONS = ['objectformat', 'partialclone'];

/**
 * What `git describe`, `git log` and the like need in a copy of a working tree. Hooks stay behind, and so does the
 * configuration, which may hold credentials and name programs: the copy gets one of its own.
 */
export async function readHistory(folder: string, env: Readonly<Record<string, string | undefined>>): Promise<History> {
  const gitFolder = await findGitFolder(folder);
  if (gitFolder === undefined) return { entries: [] };
  if (gitFolder.root !== folder) return { absent: `this folder is only a part of the repository at ${gitFolder.root}` };
  if ((await readText(path.join(gitFolder.common, 'objects', 'info', 'alternates'))) !== undefined)
    return { absent: 'the repository borrows objects of another' };
  const git = await Git.open({ folder: gitFolder, workTree: folder, env });
  try {
    const config = configText(await GitConfig.read(git, gitFolder));
    const text = { path: '.git/config', text: config, size: Buffer.byteLength(config), executable: false, modified: 0 };
    const shared = await Promise.all(SHARED.map((name) => filesAt(gitFolder.common, name)));
    const own = await Promise.all(OWN.map((name) => filesAt(gitFolder.own, name)));
    return { entries: [text, ...own.flat(), ...shared.flat()] };
  } finally {
    await git.close();
  }
}

async function filesAt(root: GitFolder['own'], name: string): Promise<readonly ArchiveEntry[]> {
  const file = path.join(root, name);
  const stats = await lstat(file).catch(() => undefined);
  if (stats?.isDirectory()) {
    const names = await readdir(file);
    return (await Promise.all(names.map((each) => filesAt(root, path.join(name, each))))).flat();
  }
  if (!stats?.isFile() || /^tmp_/.test(path.basename(name))) return [];
  return [{ path: `.git/${name}`, file, size: stats.size, executable: false, modified: Math.floor(stats.mtimeMs / 1000) }];
}

function configText(config: GitConfig): string {
  const extensions = EXTENSIONS.flatMap((name) => line(name, config.get(`extensions.${name}`)));
  const remotes = config.subsections('remote').flatMap((name) => {
    const get = (key: string) => config.get(`remote.${name}.${key}`);
    const url = get('url');
    if (url === undefined) return [];
    const lines = ['fetch', 'promisor', 'partialclonefilter'].flatMap((key) => line(key, get(key)));
    return [`[remote ${quoted(name)}]`, ...line('url', withoutCredentials(url)), ...lines];
  });
  return [
    '[core]',
    ...line('repositoryformatversion', config.get('core.repositoryformatversion') ?? '0'),
    ...line('bare', 'false'),
    ...(extensions.length > 0 ? ['[extensions]', ...extensions] : []),
    ...remotes,
    '',
  ].join('\n');
}

function line(key: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`\t${key} = ${quoted(value)}`];
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
