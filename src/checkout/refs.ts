import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type GitFolder, readText } from './git-folder.js';

const COMMIT = /^([0-9a-f]{40}|[0-9a-f]{64})$/;
/** A name that leads out of the folder of references is none. */
const REF = /^refs\/(?!.*(?:\.\.|\/\/))[^\0-\x20~^:?*[\\]+$/;
const MOST_JUMPS = 5;
const MOST_TAGS = 20_000;

/** A reference and what it points at. */
export interface Ref {
  /** `refs/heads/main` */
  readonly name: string;
  /** A commit, or a tag object whose commit is not known yet. */
  readonly id: string;
  /** The commit, where the repository has written it down. */
  readonly commit?: string;
}

/** What is checked out. */
export interface Head {
  /** The branch that is checked out; absent where a commit or tag is. */
  readonly ref?: string;
  /** Absent in a repository without a commit. */
  readonly commit?: string;
}

/** The references of a repository, as its files have them: git itself would read the repository's configuration too. */
export class Refs {
  private constructor(
    private readonly folder: GitFolder,
    private readonly packed: ReadonlyMap<string, Ref>,
  ) {}

  static async read(folder: GitFolder): Promise<Refs> {
    return new Refs(folder, packedRefs((await readText(path.join(folder.common, 'packed-refs'))) ?? ''));
  }

  async head(): Promise<Head> {
    const text = (await readText(path.join(this.folder.own, 'HEAD')))?.trim() ?? '';
    const ref = targetOf(text);
    if (ref === undefined) return COMMIT.test(text) ? { commit: text } : {};
    return { ref, commit: await this.commitOf(ref) };
  }

  /** What a reference leads to, over others if need be. */
  async commitOf(name: string): Promise<string | undefined> {
    const end = await this.follow(name);
    return end === undefined ? undefined : this.idOf(end);
  }

  /** The reference that a symbolic one stands for. */
  async targetOf(name: string): Promise<string | undefined> {
    return targetOf((await this.loose(name)) ?? '');
  }

  async tags(): Promise<readonly Ref[]> {
    const tags = new Map([...this.packed].filter(([name]) => name.startsWith('refs/tags/')));
    const folder = path.join(this.folder.common, 'refs', 'tags');
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries.filter((each) => each.isFile()).slice(0, MOST_TAGS)) {
      const name = `refs/tags/${path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/')}`;
      const id = await this.loose(name);
      if (id !== undefined && COMMIT.test(id)) tags.set(name, { name, id });
    }
    return [...tags.values()];
  }

  private async follow(name: string): Promise<string | undefined> {
    let end = name;
    for (let jumps = 0; jumps < MOST_JUMPS; jumps++) {
      const target = await this.targetOf(end);
      if (target === undefined) return end;
      end = target;
    }
    return undefined;
  }

  private async idOf(name: string): Promise<string | undefined> {
    const text = await this.loose(name);
    return text !== undefined && COMMIT.test(text) ? text : this.packed.get(name)?.id;
  }

  private async loose(name: string): Promise<string | undefined> {
    if (!REF.test(name)) return undefined;
    return (await readText(path.join(this.folder.common, name)))?.trim();
  }
}

function targetOf(text: string): string | undefined {
  const target = /^ref: (.+)$/.exec(text)?.[1];
  return target !== undefined && REF.test(target) ? target : undefined;
}

function packedRefs(text: string): ReadonlyMap<string, Ref> {
  const refs = new Map<string, Ref>();
  let last: Ref | undefined;
  for (const line of text.split('\n')) {
    const [, peeled] = /^\^([0-9a-f]+)$/.exec(line) ?? [];
    if (peeled !== undefined && last !== undefined) {
      refs.set(last.name, { ...last, commit: peeled });
      continue;
    }
    const [, id, name] = /^([0-9a-f]+) (.+)$/.exec(line) ?? [];
    if (id === undefined || name === undefined || !COMMIT.test(id) || !REF.test(name)) continue;
    last = { name, id };
    refs.set(name, last);
  }
  return refs;
}
