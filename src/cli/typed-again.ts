import { COMMANDS } from './commands.js';
import type { Flag } from './flag.js';
import { FLAGS } from './flags.js';

/** Flags of one run, of what it prints, and of proxies, whose addresses may hold a password. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'run',
  'detach',
  'output',
  'report',
  'quiet',
  'shell-on-failure',
  'backend-http-proxy',
  'backend-https-proxy',
]);

/** What was typed, as a person would type it again for the same run: of a secret the name alone, which takes its value from a variable. */
export function typedAgain(argv: readonly string[]): readonly string[] {
  const [command = '', ...words] = argv;
  const flags = flagsOf(command);
  const again = [command];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--') return [...again, ...words.slice(index)];
    const [, typed = '', attached] = /^(--?[a-z][a-z-]*)(=.*)?$/is.exec(word) ?? [];
    const known = flags.get(typed);
    if (known === undefined) {
      // a mistyped flag would have ended the call: what is none is an argument
      again.push(word);
      continue;
    }
    const isApart = attached === undefined && known.kind !== 'switch' && known.bare === undefined;
    const value = isApart ? words[++index] : attached;
    if (LEFT_OUT.has(known.name)) continue;
    const shown = known.name === 'secret' ? value?.replace(/^(=?[^=]*)=.*$/s, '$1') : value;
    if (isApart) again.push(typed, shown ?? '');
    else again.push(`${typed}${shown ?? ''}`);
  }
  return again;
}

type Known = Flag & { readonly name: string };

/** The flags of a command, as they are typed. */
function flagsOf(command: string): ReadonlyMap<string, Known> {
  const names = COMMANDS.find(({ name }) => name === command)?.flags ?? [];
  const table: Readonly<Record<string, Flag>> = FLAGS;
  return new Map(
    names.flatMap((name) => {
      const flag = table[name];
      if (flag === undefined) return [];
      const known = { ...flag, name };
      return [[`--${flag.typed ?? name}`, known], ...(flag.short ? [[`-${flag.short}`, known] as const] : [])] as const;
    }),
  );
}
