import { readdir } from 'node:fs/promises';
import { Command, CommanderError, Option } from 'commander';
import { InternalError, isPodlineError } from '../errors.js';
import { errorText } from '../report/error-text.js';
import { VERSION } from '../version.js';
import { bareValue, withBareValue } from './attached-value.js';
import { COMMANDS, type Command as CommandEntry, type Invocation } from './commands.js';
import { type Flag, parseFlag } from './flag.js';
import { grouped } from './flag-groups.js';
import { FLAGS, type FlagName, type FlagValues } from './flags.js';
import { helpLayout } from './help-layout.js';
import type { Io } from './io.js';

const USAGE_STATUS = 2;
const CONFIG = 'podline.config.';

/** The whole program: reads what was typed, carries it out, prints what went wrong. Resolves to the exit status. */
export async function main(io: Io): Promise<number> {
  let asked: Asked | undefined;
  try {
    asked = readArguments(io);
    if (!asked) return 0;
    const { execute } = await asked.command.load();
    return await execute(await configured(asked));
  } catch (error) {
    // whoever cancels a command does it with the exit status
    if (typeof error === 'number') return error;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_STATUS;
    const known = isPodlineError(error) ? error : new InternalError(error instanceof Error ? error.message : String(error), error);
    io.stderr.write(errorText(known, { verbose: asked?.invocation.flags.verbose ?? false }));
    return known.exitStatus;
  }
}

/** With what the folder's configuration says; it is loaded only where there is one. */
async function configured({ command, invocation }: Asked): Promise<Invocation> {
  const files = await readdir(invocation.io.cwd).catch(() => []);
  if (!files.some((file) => file.startsWith(CONFIG))) return invocation;
  const [{ findConfig }, { withConfig }] = await Promise.all([import('./config-file.js'), import('./with-config.js')]);
  const config = await findConfig(invocation.io.cwd);
  return config === undefined ? invocation : withConfig(invocation, command, config);
}

/** A command, and what was asked of it. */
export interface Asked {
  readonly command: CommandEntry;
  readonly invocation: Invocation;
}

/**
 * Reads what was typed, and does nothing of it.
 *
 * @throws CommanderError once it has written help, the version or what is wrong
 */
export function readArguments(io: Io): Asked | undefined {
  let asked: Asked | undefined;
  const program = programOf(io, (command, invocation) => {
    asked = { command, invocation };
  });
  const end = io.argv.indexOf('--');
  const own = end === -1 ? io.argv : io.argv.slice(0, end);
  const unknown = unknownCommand(own);
  // what stands behind is for another program
  const words = [...own.map(withOwnName).map(withBareValue), ...io.argv.slice(own.length)];
  program.parse(unknown === undefined ? words : [unknown], { from: 'user' });
  return asked;
}

/** The word that stands for a command, and is none: whatever is asked of it, also help, is answered by that. */
function unknownCommand(words: readonly string[]): string | undefined {
  const name = words[0] === 'help' ? words[1] : words[0];
  if (name === undefined || name.startsWith('-') || name === 'help') return undefined;
  return COMMANDS.some((command) => command.name === name) ? undefined : name;
}

function programOf(io: Io, invoke: (command: CommandEntry, invocation: Invocation) => void): Command {
  const program = new Command('podline')
    .description('CI pipelines on Kubernetes, one pod per step')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(withoutValue(text).replace(/^error: /, 'error[usage] ')),
    })
    .configureHelp({ optionTerm, ...helpLayout })
    .showHelpAfterError('  hint: podline --help');
  for (const entry of COMMANDS) {
    const command = program.command(`${entry.name} ${entry.args}`.trim()).summary(entry.summary).description(entry.summary);
    command.showHelpAfterError(`  hint: podline ${entry.name} --help`);
    for (const { heading, flags } of grouped(entry.flags))
      for (const name of flags) command.addOption(optionOf(name, FLAGS[name]).helpGroup(`${heading}:`));
    command.action(() => invoke(entry, { io, args: command.args, flags: command.optsWithGlobals<FlagValues>() }));
  }
  return program;
}

const WOODPECKER_FLAG = /^--backend-k8s-([a-z-]+)/;
/** Where the Woodpecker agent, or `woodpecker-cli exec`, has another name for a flag. */
const OTHER_NAMES: Readonly<Record<string, FlagName>> = {
  'pod-image-pull-secret-names': 'pull-secret-names',
  'pipeline-event': 'event',
  'commit-branch': 'branch',
  'system-platform': 'platform',
};

const EXEC_FLAG = /^--(pipeline-event|commit-branch|system-platform)(?==|$)/;

/** Flags of the Woodpecker agent, `--backend-k8s-volume-size`, are those of podline without the beginning. */
function withOwnName(word: string): string {
  return word
    .replace(WOODPECKER_FLAG, (_, name: string) => `--${OTHER_NAMES[name] ?? name}`)
    .replace(EXEC_FLAG, (_, name: string) => `--${OTHER_NAMES[name]}`);
}

/** A mistyped `--secret=NAME=VALUE` is repeated without what may be a secret. */
function withoutValue(text: string): string {
  return text.replace(/(unknown option '[^'=]*)=.*'/s, "$1'");
}

/** Commander knows of no value that is always attached. */
function optionTerm(option: Option): string {
  return bareValue(option.attributeName()) === undefined ? option.flags : option.flags.replace(/ <(.*)>$/, '[=$1]');
}

function optionOf(name: FlagName, flag: Flag): Option {
  const taken = flag.value ?? flag.choices?.join('|');
  const value = taken === undefined ? '' : ` <${taken}>`;
  const option = new Option(
    `${flag.short ? `-${flag.short}, ` : ''}--${flag.typed ?? name}${value}`,
    flag.env ? `${flag.text} [${flag.env}]` : flag.text,
  );
  // commander would make `noColor` and `volumeSize` of them; a flag has one name
  option.attributeName = () => name;
  if (flag.kind === 'switch') option.negate = false;
  else if (flag.kind === 'list') option.argParser((text: string, before: readonly string[] = []) => [...before, text]);
  else option.argParser((text: string) => parseFlag(flag.typed ?? name, flag, text));
  return option;
}
