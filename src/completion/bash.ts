import type { CompletedCommand, CompletedFlag } from './completion.js';

/** A script for bash: `source <(podline completion bash)`. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  return `\
_podline() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command= i words= choices=
  COMPREPLY=()
  # bash parts --flag=value in three
  [ "$word" = = ] && word= before+==
  [ "$before" = = ] && before=\${COMP_WORDS[COMP_CWORD - 2]}=
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in -*) ;; *) command=\${COMP_WORDS[i]} && break ;; esac
  done
  case "$command $before" in
${values(commands).join('\n')}
  esac
  case $command in
    '') words='${commands.map(({ name }) => name).join(' ')} --help --version' ;;
${commands.map((command) => `    ${command.name}) ${wordsOf(command)} ;;`).join('\n')}
  esac
  if [[ $word == -* || -z $command ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  elif [[ -n $choices ]]; then
    COMPREPLY=($(compgen -W "$choices" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _podline podline
`;
}

function wordsOf({ flags, choices }: CompletedCommand): string {
  const words = `words='${[...flags.flatMap(({ names }) => names), '--help'].join(' ')}'`;
  return choices === undefined ? words : `${words} choices='${choices.join(' ')}'`;
}

/** What comes behind flags that take a value: once for all commands, unless it differs between them. */
function values(commands: readonly CompletedCommand[]): readonly string[] {
  const all = commands.flatMap(({ name: command, flags }) =>
    flags.flatMap((flag) => flag.names.map((name) => ({ command, name, reply: replyOf(flag), isAttached: flag.isAttached }))),
  );
  const lines = all.flatMap(({ command, name, reply, isAttached }) => {
    if (reply === undefined) return [];
    const isSame = all.every((other) => other.name !== name || other.reply === reply);
    const patterns = [...(isAttached ? [] : [name]), `${name}=`].map((flag) => (isSame ? `*' ${flag}'` : `'${command} ${flag}'`));
    return [`    ${patterns.join(' | ')}) ${reply}; return ;;`];
  });
  return [...new Set(lines)];
}

function replyOf({ value }: CompletedFlag): string | undefined {
  if (value === undefined) return undefined;
  if (value.type === 'any') return ':';
  return `COMPREPLY=($(compgen ${value.type === 'words' ? `-W '${value.words.join(' ')}'` : '-f'} -- "$word"))`;
}
