import { COMMANDS, type Command } from '../src/cli/commands.js';
import type { Flag } from '../src/cli/flag.js';
import { type FlagGroup, grouped } from '../src/cli/flag-groups.js';
import { FLAGS, type FlagName } from '../src/cli/flags.js';
import { row } from './markdown.js';

const HEAD = `# Command line

<!-- Written by \`npm run docs\` from src/cli/commands.ts, src/cli/flags.ts and src/cli/flag-groups.ts: change those. -->

\`\`\`sh
podline run                          # .woodpecker/, .woodpecker.yaml or .woodpecker.yml
podline run --local build.yaml       # without a cluster
podline run ci.ts -n ci --secret token=s3cret
podline synth -o - build.yaml | kubectl apply --dry-run=server -f -
podline apply dist/build.k8s.yaml
podline logs 7k2m9x4c1d test
\`\`\`

A run goes to the cluster of the kubeconfig: \`--kubeconfig\`, else the files of \`KUBECONFIG\`, else \`~/.kube/config\`, else the service account of the pod that podline runs in. Without any of them podline stops with exit status 2: it runs on this machine only with \`--local\`.

On a terminal a live view shows where each step stands, below the lines of all logs. Elsewhere lines of logs go to standard output and podline's own words to standard error, so that a pipe carries the logs alone: see [Output and reports](output.md).

**Secrets** are what steps refer to with \`from_secret\`, by a name in which case does not matter. \`--secret\` goes before \`--secret-from\`, that before \`--secrets-env\`, that before \`--secrets-file\`. What \`--secret-from\` names is fetched only where a step needs it. Other users of the machine can read command lines: there a name alone (\`--secret token\`, for the variable \`token\`) is safer than a value. In a file, \`name: { value, plugins, events }\` is a secret for plugins with these images, or for runs of these events, only.

**Saved runs.** Events and report of a run are saved in \`.podline/runs/\`, secrets masked: the last 50 runs, 64 MiB of logs of each. \`podline logs\` reads them there once the run has ended, before that on the cluster.

**Completion** of commands, flags and their values: \`source <(podline completion bash)\` in \`~/.bashrc\`; \`podline completion zsh >"\${fpath[1]}/_podline"\`; \`podline completion fish >~/.config/fish/completions/podline.fish\`.

**What stays.** A run removes what it made, however it ends. \`--keep\` leaves it for a day: look at it with kubectl, then \`podline down\`. A run whose podline was killed stays until \`podline down\` or \`podline gc\`.
`;

const EXIT_STATUSES = `## Exit statuses

| status | means |
|---|---|
| 0 | passed |
| 1 | a step failed: its exit code, no memory, or its \`timeout\` |
| 2 | wrong input; nothing was created |
| 3 | the cluster prevented a step, or podline |
| 4 | the limit of the run (\`--timeout\`) passed |
| 129, 130, 143 | cancelled: by a closed terminal, by Ctrl-C, by SIGTERM |
| 141 | cancelled: the reader of the output went away, as in \`podline run \\| head\` |
| 70 | a bug of podline |

Where several hold: 70 before a cancellation, then 4, 3 and 1. Each error has a code, as in \`error[no-kubeconfig]\`: see [Errors](errors.md).

A first Ctrl-C cancels the run and removes what it made. A second one stops waiting for that: the garbage collector of the cluster goes on alone.
`;

/** Variables that stand for no flag, and what they do. */
const OTHER_VARIABLES: Readonly<Record<string, string>> = {
  FORCE_COLOR: 'colours, also where standard output is not a terminal',
  TERM: '`dumb`: no colours, no live view',
  CI: 'set, and not to `false`: no live view unless `--output live` asks for it',
  'LC_ALL, LC_CTYPE, LANG': 'a locale without UTF-8: symbols in ASCII',
  'KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT': 'the API server, in a pod',
};

/** The page docs/cli.md. */
export function cliReference(): string {
  return [HEAD, ...COMMANDS.map(commandSection), EXIT_STATUSES, environmentSection()].join('\n');
}

function commandSection({ name, args, summary, flags }: Command): string {
  const usage = `## podline ${name}\n\n\`podline ${`${name} ${args}`.trim()}\`: ${summary}.\n`;
  const groups = grouped(flags);
  const tables = groups.map((group) => (groups.length === 1 ? flagTable(group) : `**${group.heading}**\n\n${flagTable(group)}`));
  return [usage, ...tables].join('\n');
}

function flagTable({ flags }: FlagGroup): string {
  const rows = flags.map((flag) => row(flagCell(flag, FLAGS[flag]), textOf(FLAGS[flag])));
  return ['| flag | what it is |', '|---|---|', ...rows, ''].join('\n');
}

function environmentSection(): string {
  const flags = Object.entries<Flag>(FLAGS).flatMap(([name, { env }]) => (env ? [row(`\`${env}\``, `\`--${name}\``)] : []));
  const others = Object.entries(OTHER_VARIABLES).map(([names, text]) => row(names.replace(/\w+/g, '`$&`'), text));
  return [
    '## Environment variables\n',
    'A flag goes before its variable, that before [podline.config](configuration.md). An empty variable counts as not set. Variables with `K8S` in their name are settings of the Woodpecker agent.\n',
    '| variable | stands for |',
    '|---|---|',
    ...flags,
    ...others,
    '',
  ].join('\n');
}

function flagCell(name: FlagName, { typed = name, short, value, choices, bare }: Flag): string {
  const taken = value ?? choices?.join('|');
  const long = `--${typed}${taken === undefined ? '' : bare === undefined ? ` ${taken}` : `[=${taken}]`}`;
  return `\`${short === undefined ? '' : `-${short}, `}${long}\``;
}

function textOf({ text, bare }: Flag): string {
  return bare === undefined ? text : `${text} (without a value: ${bare})`;
}
