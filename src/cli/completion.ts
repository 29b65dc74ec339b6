import { bashCompletion } from '../completion/bash.js';
import type { CompletedCommand, CompletedFlag } from '../completion/completion.js';
import { fishCompletion } from '../completion/fish.js';
import { SHELLS, type Shell } from '../completion/shells.js';
import { zshCompletion } from '../completion/zsh.js';
import { UsageError } from '../errors.js';
import { COMMANDS, type Invocation } from './commands.js';
import type { Flag } from './flag.js';
import { FLAGS, type FlagName } from './flags.js';

const SCRIPTS: Readonly<Record<Shell, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};
/** What the value of such a flag is, in help. */
const FILES = /^(FILE|FOLDER)$/;

/** Prints a script with which a shell completes commands, flags and their values. */
export async function execute({ io, args: [shell = ''] }: Invocation): Promise<number> {
  const known = SHELLS.find((each) => each === shell);
  if (known === undefined)
    throw new UsageError(`there is no completion for "${shell}"`, {
      code: 'wrong-value',
      hint: `name one of ${SHELLS.join(', ')}`,
    });
  const commands = COMMANDS.map(({ name, summary, choices, flags }) => ({
    name,
    text: summary,
    choices,
    flags: flags.map((flag) => completed(flag, FLAGS[flag])),
  }));
  io.stdout.write(SCRIPTS[known](commands));
  return 0;
}

function completed(name: FlagName, { typed, short, kind, choices, value, bare, text }: Flag): CompletedFlag {
  const names = [`--${typed ?? name}`, ...(short === undefined ? [] : [`-${short}`])];
  const isAttached = bare !== undefined;
  if (kind === 'switch') return { names, text, isAttached };
  if (choices) return { names, text, isAttached, value: { type: 'words', words: choices } };
  return { names, text, isAttached, value: { type: FILES.test(value ?? '') ? 'file' : 'any' } };
}
