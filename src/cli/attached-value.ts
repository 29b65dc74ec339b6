import type { Flag } from './flag.js';
import { FLAGS } from './flags.js';

/** Values that stand right behind their flag, `--local=process-unsafe`: a word of its own is a path. */

/** What a flag is worth without a value; undefined where its value is never left out. */
export function bareValue(name: string): string | undefined {
  return flagNamed(name)?.bare;
}

/** `--local` is `--local=process`. */
export function withBareValue(word: string): string {
  const bare = word.startsWith('--') ? bareValue(word.slice(2)) : undefined;
  return bare === undefined ? word : `${word}=${bare}`;
}

/** The flag that a word belongs to, as it should have been typed; undefined where it belongs to none. */
export function meantFlag(word: string, argv: readonly string[]): string | undefined {
  const before = argv[argv.indexOf(word) - 1] ?? '';
  const flag = before.startsWith('--') ? flagNamed(before.slice(2)) : undefined;
  return flag?.bare !== undefined && flag.choices?.includes(word) ? `${before}=${word}` : undefined;
}

function flagNamed(name: string): Flag | undefined {
  return (FLAGS as Readonly<Record<string, Flag>>)[name];
}
