import path from 'node:path';
import type { Git } from './git.js';
import type { GitFolder } from './git-folder.js';

/** What a repository's own configuration says, as text: git reads the file and acts upon nothing in it. */
export class GitConfig {
  private constructor(private readonly values: ReadonlyMap<string, string>) {}

  /** Empty without git. */
  static async read(git: Git, { common }: GitFolder): Promise<GitConfig> {
    const text = await git.run(['config', '--file', path.join(common, 'config'), '--no-includes', '--null', '--list']);
    const entries = (text ?? '').split('\0').flatMap((entry) => {
      const at = entry.indexOf('\n');
      return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1)] as const] : [];
    });
    return new GitConfig(new Map(entries));
  }

  /** @param key - with section and name in lower case: `remote.origin.url` */
  get(key: string): string | undefined {
    return this.values.get(key);
  }

  /** Names between the section and the last part of its keys: of `remote`, `origin`. */
  subsections(section: string): readonly string[] {
    const names = [...this.values.keys()].flatMap((key) => {
      const [first, ...rest] = key.split('.');
      return first === section && rest.length > 1 ? [rest.slice(0, -1).join('.')] : [];
    });
    return [...new Set(names)];
  }
}

/** The address without password, and without the user but for ssh, where that is no secret. */
export function withoutCredentials(url: string): string {
  const [, scheme, user] = /^([a-z+]+:\/\/)([^/@]*)@/i.exec(url) ?? [];
  if (scheme === undefined || user === undefined) return url;
  const rest = url.slice(scheme.length + user.length + 1);
  return /ssh/i.test(scheme) ? `${scheme}${user.split(':')[0]}@${rest}` : `${scheme}${rest}`;
}
