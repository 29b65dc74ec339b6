import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ArchiveEntry } from './archive.js';
import type { Source } from './source.js';

/** Files that are copied at a time. */
const AT_A_TIME = 32;
const OBJECTS = '.git/objects/';

/** Copies a source into a folder. What was removed in the meantime is left out. */
export async function copySource({ entries }: Pick<Source, 'entries'>, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  const folders = new Set(entries.map(({ path: name }) => path.dirname(name)));
  for (const folder of folders) await mkdir(path.join(target, folder), { recursive: true });
  for (let first = 0; first < entries.length; first += AT_A_TIME)
    await Promise.all(entries.slice(first, first + AT_A_TIME).map((entry) => copyEntry(entry, path.join(target, entry.path))));
}

async function copyEntry({ path: name, file, link, text, executable, modified }: ArchiveEntry, target: string): Promise<void> {
  if (link !== undefined) return symlink(link, target);
  if (file === undefined) return writeFile(target, text ?? '');
  try {
    await copyFile(file, target, constants.COPYFILE_FICLONE);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  // there are many, and nobody but git looks at them
  if (name.startsWith(OBJECTS)) return;
  // steps may run as somebody else
  await chmod(target, executable ? 0o775 : 0o664);
  await utimes(target, modified, modified);
}
