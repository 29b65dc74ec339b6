import { type Commit, parseCommit } from './commit.js';
import { Git } from './git.js';
import { GitConfig, withoutCredentials } from './git-config.js';
import { findGitFolder } from './git-folder.js';
import { type Head, Refs } from './refs.js';

type Environment = Readonly<Record<string, string | undefined>>;

const BRANCH = 'refs/heads/';
const TAG = 'refs/tags/';
/** What a repository has as default branch that does not say which one it has. */
const LIKELY_DEFAULTS = ['main', 'master', 'trunk'];

/** A repository of git as it stands on this machine. Nothing of it is run by asking. */
export class Checkout {
  private constructor(
    private readonly root: string,
    private readonly git: Git,
    private readonly refs: Refs,
    private readonly config: GitConfig,
    /** What is checked out. */
    readonly head: Head,
  ) {}

  /** The checkout that a folder is in, to be closed; undefined where it is in none. */
  static async open(folder: string, env: Environment): Promise<Checkout | undefined> {
    const gitFolder = await findGitFolder(folder);
    if (gitFolder === undefined) return undefined;
    const git = await Git.open({ folder: gitFolder, workTree: gitFolder.root, env });
    const refs = await Refs.read(gitFolder);
    return new Checkout(gitFolder.root, git, refs, await GitConfig.read(git, gitFolder), await refs.head());
  }

  async close(): Promise<void> {
    await this.git.close();
  }

  /** The branch that is checked out. */
  get branch(): string | undefined {
    return this.head.ref?.startsWith(BRANCH) ? this.head.ref.slice(BRANCH.length) : undefined;
  }

  /** Without git only what files of the repository say is known: no commit. */
  async commit(id: string): Promise<Commit | undefined> {
    const text = await this.git.run(['cat-file', 'commit', id]);
    return text === undefined ? undefined : parseCommit(text);
  }

  /** The address of the repository that it was cloned from, without credentials. */
  get remoteUrl(): string | undefined {
    const url = this.config.get(`remote.${this.remote}.url`);
    return url === undefined ? undefined : withoutCredentials(url);
  }

  /** The branch that the remote says is its default, else one that is called as most are. */
  async defaultBranch(): Promise<string | undefined> {
    const prefix = `refs/remotes/${this.remote}/`;
    const target = await this.refs.targetOf(`${prefix}HEAD`);
    if (target?.startsWith(prefix)) return target.slice(prefix.length);
    for (const name of LIKELY_DEFAULTS) {
      for (const folder of [prefix, BRANCH]) if ((await this.refs.commitOf(`${folder}${name}`)) !== undefined) return name;
    }
    return undefined;
  }

  /** The tag of a commit; of several the one that comes last, numbers compared as numbers. */
  async tagOf(commit: string): Promise<string | undefined> {
    const tags = await this.refs.tags();
    const unknown = tags.filter((tag) => tag.commit === undefined && tag.id !== commit);
    const input = unknown.map(({ id }) => `${id}^{commit}\n`).join('');
    const lines = input === '' ? [] : ((await this.git.run(['cat-file', '--batch-check=%(objectname)'], { input })) ?? '').split('\n');
    const found = tags.filter((tag) => [tag.commit, tag.id, lines[unknown.indexOf(tag)]].includes(commit));
    const names = found.map(({ name }) => name.slice(TAG.length));
    return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  }

  /** Where a commit left a branch: of the remote, or else of this machine. */
  async mergeBase(commit: string, branch: string): Promise<string | undefined> {
    const other = (await this.refs.commitOf(`refs/remotes/${this.remote}/${branch}`)) ?? (await this.refs.commitOf(`${BRANCH}${branch}`));
    return other === undefined ? undefined : (await this.git.run(['merge-base', other, commit]))?.trim() || undefined;
  }

  /** The branch at the remote that a branch is compared with. */
  async upstream(branch: string): Promise<string | undefined> {
    const [remote, merge] = ['remote', 'merge'].map((key) => this.config.get(`branch.${branch}.${key}`));
    if (!remote || !merge?.startsWith(BRANCH)) return undefined;
    const name = remote === '.' ? merge : `refs/remotes/${remote}/${merge.slice(BRANCH.length)}`;
    return this.refs.commitOf(name);
  }

  /** True where a commit comes before another, or is it. */
  async isAncestor(commit: string, other: string): Promise<boolean> {
    return (await this.git.run(['merge-base', '--is-ancestor', commit, other])) !== undefined;
  }

  /** Names of the files that two commits have not in common; all files of the second where there is no first. */
  async changedFiles(from: string | undefined, to: string): Promise<readonly string[] | undefined> {
    const args =
      from === undefined
        ? ['ls-tree', '-r', '--name-only', '--full-tree', '-z', to]
        : ['diff-tree', '-r', '--name-only', '--no-renames', '--no-ext-diff', '--no-textconv', '-z', from, to];
    return names(await this.git.run(args));
  }

  /** Names of files that are not as they were committed, and of new ones that are not ignored. */
  async uncommittedFiles(): Promise<readonly string[]> {
    const cwd = this.root;
    // our copy of the index may be brought up to date: what only looks changed is none
    await this.git.run(['update-index', '-q', '--refresh', '--ignore-submodules'], { cwd });
    const head = this.head.commit;
    const changed =
      head && (await this.git.run(['diff-index', '--name-only', '--no-renames', '--ignore-submodules=all', '-z', head], { cwd }));
    const fresh = await this.git.run(['ls-files', '--others', '--exclude-standard', '-z'], { cwd });
    return [...new Set([...(names(changed) ?? []), ...(names(fresh) ?? [])])].filter((name) => !name.endsWith('/')).sort();
  }

  private get remote(): string {
    const own = this.branch && this.config.get(`branch.${this.branch}.remote`);
    const remotes = this.config.subsections('remote');
    if (own && remotes.includes(own)) return own;
    return remotes.includes('origin') ? 'origin' : (remotes[0] ?? 'origin');
  }
}

function names(text: string | undefined): readonly string[] | undefined {
  return text?.split('\0').filter((name) => name !== '');
}
