import { accessSync, constants, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A shell as images have it: a program that is called `sh`. */
export interface Shell {
  readonly name: string;
  readonly path: string;
}

const NAMES = ['dash', 'busybox', 'bash'];

/** The shells that this machine has, each behind a link named `sh`, which turns bash to POSIX and busybox to its ash. */
export const shells: readonly Shell[] = NAMES.flatMap((name) => {
  const program = findProgram(name);
  if (program === undefined) return [];
  const path = join(mkdtempSync(join(tmpdir(), `podline-${name}-`)), 'sh');
  symlinkSync(program, path);
  return [{ name, path }];
});

export const missingShells: readonly string[] = NAMES.filter((name) => !shells.some((shell) => shell.name === name));

function findProgram(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(':')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
