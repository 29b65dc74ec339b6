import { stepWrapper } from './step-wrapper.js';

/** A longer script is mounted from a ConfigMap: Linux takes 128 KiB in one string of an argument list. UTF-8 bytes. */
export const SCRIPT_LIMIT_BYTES = 96 * 1024;

export interface ScriptOptions {
  readonly directory: string;
  /** True where the step works in the workspace as another user than root. */
  readonly isNonRoot?: boolean;
  /** True where the step has credentials for git in its variables. */
  readonly hasNetrc?: boolean;
}

/** Makes a netrc file of the credentials for git, for its user alone, and takes them out of the environment. */
const NETRC = [
  'if [ -n "$CI_NETRC_MACHINE" ]; then',
  `  (umask 077; printf 'machine %s\nlogin %s\npassword %s\n' "$CI_NETRC_MACHINE" "$CI_NETRC_USERNAME" "$CI_NETRC_PASSWORD" >"$HOME/.netrc") && chmod 0600 "$HOME/.netrc"`,
  'fi',
  'unset CI_NETRC_USERNAME CI_NETRC_PASSWORD',
];

const NOT_WRITABLE =
  'the volume does not take fsGroup, as host paths and NFS do not; use another storage class, or let a step of root change the owner';

/**
 * The script of a step: goes to the working directory, then shows and runs one command after another in one shell.
 * Commands are taken verbatim, line ends included: a carriage return is a character of the command.
 */
export function stepScript(commands: readonly string[], { directory, isNonRoot = false, hasNetrc = false }: ScriptOptions): string {
  const there = shellQuote(directory);
  const message = shellQuote(`podline: cannot create the working directory ${directory}${isNonRoot ? `: ${NOT_WRITABLE}` : ''}`);
  return [
    ...(hasNetrc ? NETRC : []),
    // of the group too: a later step need not be root
    `[ -d ${there} ] || (umask 002; mkdir -p ${there}) || { printf '%s\\n' ${message} >&2; exit 1; }`,
    `cd ${there}`,
    ...(isNonRoot ? [`[ -w . ] || printf '%s\\n' ${shellQuote(`podline: cannot write to ${directory}: ${NOT_WRITABLE}`)} >&2`] : []),
    // the empty line keeps a backslash at the end of a command from swallowing the next one
    ...commands.flatMap((command) => ['', `printf '+ %s\\n' ${shellQuote(command.trimEnd())}`, command]),
    '',
  ].join('\n');
}

/** The command of a container that runs a script of at most {@link SCRIPT_LIMIT_BYTES}. */
export function stepCommand(script: string): readonly string[] {
  return wrapped('-c', script);
}

/** The command of a container that runs the script in a file. */
export function scriptFileCommand(file: string): readonly string[] {
  return wrapped(file);
}

function wrapped(...shellArguments: string[]): readonly string[] {
  return ['/bin/sh', '-c', stepWrapper(), 'podline', ...shellArguments].map(escapeExpansion);
}

/**
 * The text as it must be written into `env`, `command` and `args` of a container to come out as it is.
 * Kubernetes replaces `$(NAME)`, reads every `$$` as `$`, and breaks the character after a `$` if it is not ASCII.
 */
export function escapeExpansion(text: string): string {
  return text.replace(/\${2,}|\$(?=[(\u0080-\uffff])/g, (dollars) => dollars + dollars);
}

/** The text as one word of a shell command. */
function shellQuote(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./][A-Za-z0-9_@%+=:,./-]*$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}
