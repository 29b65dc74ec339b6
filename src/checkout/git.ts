import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type GitFolder, readText } from './git-folder.js';
import { Refs } from './refs.js';

/** What takes longer is given up: who looks at a repository must not wait for it. */
const LIMIT_MS = 20_000;
const MAX_OUTPUT_BYTES = 512 * 1024 * 1024;
const SHA256_LENGTH = 64;

export interface GitOptions {
  /** The repository whose objects and index are looked at. @default - none: an empty one */
  readonly folder?: GitFolder;
  /** Folder of the working tree. */
  readonly workTree: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * git, on a repository folder of our own that borrows objects and index of another. The configuration, hooks and attributes
 * of that other are never read: they may name programs, and whoever looks at a checkout must not run what it brings.
 */
export class Git {
  private constructor(
    private readonly home: string,
    private readonly options: GitOptions,
  ) {}

  static async open(options: GitOptions): Promise<Git> {
    const home = await mkdtemp(path.join(tmpdir(), 'podline-git-'));
    const git = new Git(home, options);
    try {
      await git.prepare();
      return git;
    } catch (error) {
      await git.close();
      throw error;
    }
  }

  /** What git prints; undefined where it fails, takes too long or is not there. */
  async run(args: readonly string[], { input, cwd }: { readonly input?: string; readonly cwd?: string } = {}): Promise<string | undefined> {
    return new Promise((resolve) => {
      const child = spawn('git', [...args], {
        cwd: cwd ?? this.home,
        env: this.environment(),
        stdio: ['pipe', 'pipe', 'ignore'],
        timeout: LIMIT_MS,
        killSignal: 'SIGKILL',
      });
      const chunks: Buffer[] = [];
      let bytes = 0;
      child.stdout.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MAX_OUTPUT_BYTES) child.kill('SIGKILL');
        else chunks.push(chunk);
      });
      child.once('error', () => resolve(undefined));
      child.once('close', (status) => resolve(status === 0 ? Buffer.concat(chunks).toString() : undefined));
      // git may end without having read it
      child.stdin.on('error', () => undefined).end(input);
    });
  }

  async close(): Promise<void> {
    await rm(this.home, { recursive: true, force: true });
  }

  private async prepare(): Promise<void> {
    const { home } = this;
    const { folder } = this.options;
    for (const name of ['objects', 'refs', 'info']) await mkdir(path.join(home, name), { recursive: true });
    await writeFile(path.join(home, 'HEAD'), 'ref: refs/heads/none\n');
    await writeFile(path.join(home, 'config'), await this.configuration());
    if (folder === undefined) return;
    await this.borrow(path.join(folder.own, 'index'), 'index');
    await this.borrow(path.join(folder.common, 'info', 'exclude'), path.join('info', 'exclude'));
    await this.borrow(path.join(folder.common, 'shallow'), 'shallow');
    const shared = (await readdir(folder.own).catch(() => [])).filter((name) => name.startsWith('sharedindex.'));
    for (const name of shared) await this.borrow(path.join(folder.own, name), name);
  }

  private async borrow(from: string, name: string): Promise<void> {
    const stats = await stat(from).catch(() => undefined);
    if (stats?.isFile()) await copyFile(from, path.join(this.home, name));
  }

  private async configuration(): Promise<string> {
    const { folder } = this.options;
    const commit = folder && (await (await Refs.read(folder)).head()).commit;
    const isSha256 = commit?.length === SHA256_LENGTH;
    return [
      '[core]',
      `\trepositoryformatversion = ${isSha256 ? 1 : 0}`,
      '\tbare = false',
      ...excludesOf(await excludesFile(this.options.env)),
      ...(isSha256 ? ['[extensions]', '\tobjectformat = sha256'] : []),
      // a missing object of a partial clone is missing: it is not fetched
      '[protocol]',
      '\tallow = never',
      '',
    ].join('\n');
  }

  private environment(): Record<string, string | undefined> {
    const { home } = this;
    const { folder, workTree, env } = this.options;
    return {
      ...withoutGit(env),
      PATH: outsideOf(workTree, env),
      HOME: home,
      XDG_CONFIG_HOME: home,
      LC_ALL: 'C',
      GIT_DIR: home,
      GIT_WORK_TREE: workTree,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_NO_LAZY_FETCH: '1',
      GIT_TERMINAL_PROMPT: '0',
      ...(folder && { GIT_OBJECT_DIRECTORY: path.join(folder.common, 'objects') }),
    };
  }
}

/** A person's own list of files to ignore, which holds in all repositories. */
async function excludesFile({ HOME, XDG_CONFIG_HOME }: GitOptions['env']): Promise<string | undefined> {
  if (!HOME) return undefined;
  const config = XDG_CONFIG_HOME || path.join(HOME, '.config');
  const texts = await Promise.all([path.join(config, 'git', 'config'), path.join(HOME, '.gitconfig')].map(readText));
  const named = texts.flatMap((text) => /^\s*excludesfile\s*=\s*"?([^"\n]+?)"?\s*$/im.exec(text ?? '')?.[1] ?? []).at(-1);
  return named?.replace(/^~(?=\/)/, HOME) ?? path.join(config, 'git', 'ignore');
}

function excludesOf(file: string | undefined): readonly string[] {
  return file === undefined || /["\\\n]/.test(file) ? [] : [`\texcludesFile = "${file}"`];
}

/** Variables of git may point elsewhere, or name programs. */
function withoutGit(env: GitOptions['env']): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GIT_')));
}

/** `npm run` puts a folder of the checkout before all others: a program named git in it is not ours to run. */
function outsideOf(workTree: string, { PATH = '' }: GitOptions['env']): string {
  return PATH.split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder) && !`${path.resolve(folder)}${path.sep}`.startsWith(workTree + path.sep))
    .join(path.delimiter);
}
