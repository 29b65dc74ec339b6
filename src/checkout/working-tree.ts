import { lstat, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { Git } from './git.js';
import { findGitFolder } from './git-folder.js';
import { walk } from './walk.js';

/** A file or symbolic link of a working tree. */
export interface TreeEntry {
  /** Relative to the folder of the tree, with `/`. */
  readonly path: string;
  readonly size: number;
  readonly executable: boolean;
  /** Unix time, in seconds. */
  readonly modified: number;
  /** Of a symbolic link: what it says. */
  readonly link?: string;
}

/** A folder of sources, as far as version control would take it. */
export interface WorkingTree {
  readonly folder: string;
  /** In the order of their paths. */
  readonly entries: readonly TreeEntry[];
  /** Links that lead out of the folder: they are left out. */
  readonly outside: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Files that are looked at at a time. */
const AT_A_TIME = 64;

/**
 * What a commit of everything in the folder would hold: what git knows, and what is new and not ignored. `.gitignore` is
 * respected also where there is no repository, and without git.
 */
export async function readWorkingTree(given: string, env: Environment): Promise<WorkingTree> {
  const folder = await realpath(given);
  const tree = new TreeReader(folder, env);
  await tree.read('');
  const byPath = (a: TreeEntry, b: TreeEntry) => (a.path < b.path ? -1 : 1);
  return { folder, entries: tree.entries.sort(byPath), outside: tree.outside.sort() };
}

class TreeReader {
  readonly entries: TreeEntry[] = [];
  readonly outside: string[] = [];
  private readonly real = new Map<string, Promise<boolean>>();

  constructor(
    private readonly root: string,
    private readonly env: Environment,
  ) {}

  /** @param prefix - of a submodule, with `/` at its end */
  async read(prefix: string): Promise<void> {
    const folder = path.join(this.root, prefix);
    const names = [...new Set((await gitFiles(folder, this.env)) ?? (await walk(folder)))];
    for (let first = 0; first < names.length; first += AT_A_TIME) {
      const some = names.slice(first, first + AT_A_TIME);
      const submodules = await Promise.all(some.map((name) => this.look(`${prefix}${name}`)));
      for (const submodule of submodules) if (submodule !== undefined) await this.read(`${submodule}/`);
    }
  }

  /** Takes a file or a link; the path of a submodule is for the caller to read. */
  private async look(name: string): Promise<string | undefined> {
    const absolute = path.join(this.root, name);
    const stats = await lstat(absolute).catch(() => undefined);
    // a name that ends so is a repository of somebody else, which the tree does not know
    if (stats?.isDirectory()) return name.endsWith('/') ? undefined : name;
    // a file that git knows may have been deleted; sockets and devices are no sources
    if (!(stats?.isFile() || stats?.isSymbolicLink()) || !(await this.isReal(path.dirname(absolute)))) return undefined;
    const entry = { path: name, size: stats.size, executable: (stats.mode & 0o111) !== 0, modified: Math.floor(stats.mtimeMs / 1000) };
    if (stats.isFile()) this.entries.push(entry);
    else this.takeLink({ ...entry, size: 0, executable: false, link: await readlink(absolute) });
    return undefined;
  }

  private takeLink({ link, ...entry }: TreeEntry & { readonly link: string }): void {
    const { path: name } = entry;
    const target = path.resolve(this.root, path.dirname(name), link);
    const isInside = !path.isAbsolute(link) && (target === this.root || target.startsWith(this.root + path.sep));
    if (isInside) this.entries.push({ ...entry, link });
    else this.outside.push(name);
  }

  /** False behind a symbolic link, which may lead anywhere. */
  private async isReal(folder: string): Promise<boolean> {
    const known = this.real.get(folder) ?? realpath(folder).then((real) => real === folder);
    this.real.set(folder, known);
    return known;
  }
}

/** Undefined without git. */
async function gitFiles(folder: string, env: Environment): Promise<readonly string[] | undefined> {
  const gitFolder = await findGitFolder(folder);
  const git = await Git.open({ folder: gitFolder, workTree: gitFolder?.root ?? folder, env });
  try {
    const text = await git.run(['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: folder });
    return text?.split('\0').filter((name) => name !== '');
  } finally {
    await git.close();
  }
}
