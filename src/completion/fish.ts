import type { CompletedCommand, CompletedFlag } from './completion.js';

/** A script for fish: `podline completion fish | source`. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const lines = commands.flatMap(({ name, text, choices, flags }) => [
    `complete -c podline -n 'not __fish_seen_subcommand_from ${names}' -f -a ${name} -d ${quoted(text)}`,
    ...(choices === undefined ? [] : [`complete -c podline -n '__fish_seen_subcommand_from ${name}' -f -a ${quoted(choices.join(' '))}`]),
    ...flags.map((flag) => `complete -c podline -n '__fish_seen_subcommand_from ${name}' ${optionOf(flag)} -d ${quoted(flag.text)}`),
  ]);
  return `${lines.join('\n')}\n`;
}

function optionOf({ names, value }: CompletedFlag): string {
  const options = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)).join(' ');
  if (value === undefined) return options;
  if (value.type === 'words') return `${options} -x -a ${quoted(value.words.join(' '))}`;
  return value.type === 'file' ? `${options} -r -F` : `${options} -x`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
