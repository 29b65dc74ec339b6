import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The rules of a `.gitignore`, and the folder they hold in. */
interface Rules {
  readonly folder: string;
  readonly ignore: Ignore;
}

/** All files of a folder but those that a `.gitignore` in it names: what stands in for git where there is none. */
export async function walk(root: string): Promise<readonly string[]> {
  const files: string[] = [];
  const visit = async (folder: string, above: readonly Rules[]): Promise<void> => {
    const rules = [...above, ...(await rulesOf(root, folder))];
    const entries = await readdir(path.join(root, folder), { withFileTypes: true });
    for (const entry of entries) {
      const name = path.posix.join(folder, entry.name);
      if (entry.name === '.git' || isIgnored(entry.isDirectory() ? `${name}/` : name, rules)) continue;
      if (entry.isDirectory()) await visit(name, rules);
      else files.push(name);
    }
  };
  await visit('', []);
  return files;
}

async function rulesOf(root: string, folder: string): Promise<readonly Rules[]> {
  const text = await readFile(path.join(root, folder, '.gitignore'), 'utf8').catch(() => undefined);
  return text === undefined ? [] : [{ folder, ignore: ignore().add(text) }];
}

/** The rules of the innermost folder that say something decide. */
function isIgnored(name: string, rules: readonly Rules[]): boolean {
  for (const { folder, ignore } of rules.toReversed()) {
    const { ignored, unignored } = ignore.test(folder === '' ? name : name.slice(folder.length + 1));
    if (ignored || unignored) return ignored;
  }
  return false;
}
