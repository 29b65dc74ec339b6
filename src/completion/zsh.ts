import type { CompletedCommand, CompletedFlag } from './completion.js';

/** A script for zsh: the file `_podline` in a folder of `$fpath`. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  return `\
#compdef podline

_podline() {
  local -a commands
  commands=(
${commands.map(({ name, text }) => `    ${quoted(`${name}:${text}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(caseOf).join('\n')}
  esac
}

if [ "$funcstack[1]" = _podline ]; then _podline "$@"; else compdef _podline podline; fi
`;
}

function caseOf({ name, choices, flags }: CompletedCommand): string {
  const rest = choices === undefined ? '*:file:_files' : `:value:(${choices.join(' ')})`;
  return [`    ${name}) _arguments -s \\`, ...flags.flatMap(specs).map((spec) => `      ${spec} \\`), `      ${quoted(rest)} ;;`].join(
    '\n',
  );
}

function specs({ names, text, value, isAttached }: CompletedFlag): readonly string[] {
  const description = `[${text.replace(/[[\]\\]/g, '\\$&')}]`;
  const action =
    value === undefined
      ? ''
      : value.type === 'words'
        ? `:value:(${value.words.join(' ')})`
        : value.type === 'file'
          ? ':file:_files'
          : ':value: ';
  const sign = value === undefined ? '' : isAttached ? '=-' : '=';
  return names.map((name) => quoted(`*${name}${name.startsWith('--') ? sign : ''}${description}${action}`));
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
