import { execFileSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Builds the program that the tests run, once for all of them, if the sources are newer than the last build. */
export async function setup(): Promise<void> {
  if ((await newest('lib/bin')) > (await newest('src'))) return;
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' });
}

/** When the last change in a folder of this repository was made, in ms since 1970; 0 if there is no such folder. */
async function newest(folder: string): Promise<number> {
  const names = await readdir(join(ROOT, folder), { recursive: true }).catch(() => []);
  const times = await Promise.all(names.map(async (name) => (await stat(join(ROOT, folder, name))).mtimeMs));
  return Math.max(0, ...times);
}
