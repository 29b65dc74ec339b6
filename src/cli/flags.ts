import { AGENT_SETTINGS } from '../model/agent-setting-table.js';
import type { Setting } from '../model/setting.js';
import type { Flag } from './flag.js';
import { metadataFlags } from './metadata-flags.js';
import { settingFlags } from './setting-flags.js';

/** Every flag of the program: the source of parsing, help and docs/cli.md. */
export const FLAGS = {
  ...settingFlags(),
  // where
  kubeconfig: { kind: 'text', value: 'FILE', env: 'KUBECONFIG', text: 'kubeconfig to use' },
  context: { kind: 'text', value: 'NAME', text: 'context of the kubeconfig to use' },
  local: {
    kind: 'choice',
    choices: ['process', 'process-unsafe'],
    bare: 'process',
    text: 'run on an embedded cluster, in processes of this machine; process-unsafe: not shut in',
  },
  // what goes in
  env: {
    kind: 'list',
    value: 'NAME=VALUE',
    env: 'CI_ENV',
    text: 'a variable of all containers, and of workflow files where a run has none of that name',
  },
  volumes: { kind: 'list', value: 'CLAIM:/PATH', env: 'WOODPECKER_VOLUMES', text: 'a claim that all containers mount' },
  'plugins-privileged': {
    kind: 'list',
    value: 'IMAGE',
    env: 'WOODPECKER_PLUGINS_PRIVILEGED',
    text: 'image of plugins that run privileged',
  },
  'workspace-base': {
    kind: 'text',
    value: '/PATH',
    text: 'where the workspace is mounted, unless the workflow says (default: /woodpecker)',
  },
  'workspace-path': { kind: 'text', value: 'PATH', text: 'where in it the steps work (default: src)' },
  'netrc-machine': { kind: 'text', value: 'HOST', text: 'host of git that needs credentials; the password is the secret netrc_password' },
  'netrc-username': { kind: 'text', value: 'NAME', text: 'user at that host' },
  'backend-http-proxy': { kind: 'text', value: 'URL', env: 'WOODPECKER_BACKEND_HTTP_PROXY', text: 'proxy that all containers are told' },
  'backend-https-proxy': { kind: 'text', value: 'URL', env: 'WOODPECKER_BACKEND_HTTPS_PROXY', text: 'the same for https' },
  'backend-no-proxy': { kind: 'text', value: 'HOSTS', env: 'WOODPECKER_BACKEND_NO_PROXY', text: 'hosts that need no proxy' },
  secret: { kind: 'list', value: 'NAME=VALUE', text: 'a secret; NAME alone takes the value of the variable of that name' },
  'secret-from': {
    kind: 'list',
    value: 'NAME=SOURCE',
    text: 'a secret, fetched if it is needed: kubernetes:SECRET/KEY, or command:PROGRAM ARGUMENTS',
  },
  'secrets-env': { kind: 'text', value: 'PREFIX', text: 'secrets in variables: PREFIX and NAME' },
  'secrets-file': { kind: 'text', value: 'FILE', text: 'YAML file of secrets, name: value' },
  registry: {
    kind: 'list',
    value: 'HOST=USER:SECRET',
    text: 'credentials for images of a registry: the user, and the name of the secret that holds the password',
  },
  ...metadataFlags(),
  'metadata-file': {
    kind: 'text',
    value: 'FILE',
    env: 'WOODPECKER_METADATA_FILE',
    text: 'metadata of a pipeline, as Woodpecker has it; neither git nor another CI system is asked then',
  },
  'no-detect': { kind: 'switch', text: 'take no metadata from the CI system around podline, and none from git' },
  'no-skip': { kind: 'switch', text: 'run a push or pull request also where its commit message says [CI SKIP] or [SKIP CI]' },
  source: {
    kind: 'text',
    value: 'FOLDER',
    text: 'folder whose working tree takes the place of the clone step (on an embedded cluster: this one)',
  },
  'source-limit': { kind: 'text', value: 'SIZE', text: 'the largest source to send to a cluster (default: 1Gi)' },
  'no-history': { kind: 'switch', text: 'the source without its .git folder' },
  // limits
  'max-pods': { kind: 'count', least: 1, value: 'N', text: 'pods at a time (default: 20)' },
  concurrency: { kind: 'count', value: 'N', text: 'workflows at a time, each axis of a matrix for itself; 0: any number (default: 0)' },
  ahead: {
    kind: 'count',
    value: 'N',
    text: 'pods created before their turn; 0: none (default: 2, 4 while steps take less than 2 s)',
  },
  'hold-limit': { kind: 'duration', value: 'TIME', text: 'how long such a pod waits for its turn (default: 10m)' },
  timeout: { kind: 'duration', value: 'TIME', text: 'limit of the whole run (default: 60m)' },
  'schedule-timeout': { kind: 'duration', value: 'TIME', text: 'how long a pod may wait for a node, a volume or quota (default: 10m)' },
  'pull-timeout': { kind: 'duration', value: 'TIME', text: 'how long the pull of an image may fail (default: 5m)' },
  'infra-retries': { kind: 'count', value: 'N', text: 'attempts after faults of the cluster before a step began (default: 2)' },
  // simulation
  takes: { kind: 'list', value: 'STEP=TIME', text: 'how long a step takes (default: 1s; services run to the end)' },
  ends: {
    kind: 'list',
    value: 'STEP=HOW',
    text: 'how a step ends: exit:N, oom, evicted or deleted; given again: how the next attempt does (default: exit:0)',
  },
  // who runs it
  run: { kind: 'text', value: 'RUN', text: 'id of the run: one that is there already is gone on with, once nobody else looks after it' },
  detach: { kind: 'switch', text: 'print the id of the run once it has begun; it goes on in a process in the background' },
  // what is looked at
  'no-probe': { kind: 'switch', text: 'ask only: create no pods and no volume to see whether they work' },
  'probe-image': { kind: 'text', value: 'IMAGE', text: 'image of the probe, with a shell and nslookup or getent (default: busybox)' },
  'probe-timeout': { kind: 'duration', value: 'TIME', text: 'how long the probe may take (default: 12s)' },
  from: { kind: 'text', value: 'STEP', text: 'the first step to run again' },
  'shell-on-failure': {
    kind: 'switch',
    text: 'open a shell in the container of a step that failed, in this terminal; the step ends when that is left',
  },
  // what stays
  keep: {
    kind: 'choice',
    choices: ['always', 'on-failure'],
    bare: 'always',
    text: 'leave what the run made on the cluster for a day after its end',
  },
  'older-than': { kind: 'duration', value: 'TIME', text: 'how long a run must have been silent (default: 1h)' },
  all: { kind: 'switch', text: 'also runs that are kept, still running or not silent for long' },
  'all-namespaces': { kind: 'switch', short: 'A', text: 'the runs of all namespaces' },
  // manifests
  directory: { kind: 'text', short: 'o', value: 'FOLDER', text: 'where to write, - for standard output (default: dist)' },
  'output-file': { kind: 'text', short: 'o', value: 'FILE', text: 'where to write (default: standard output)' },
  'keep-names': { kind: 'switch', text: 'apply under the run id of the manifests, not under a fresh one' },
  apply: { kind: 'switch', text: 'apply it to the cluster, not print it' },
  'cluster-role': { kind: 'switch', text: 'a ClusterRole too, to look at nodes and storage classes' },
  'pull-secret-file': {
    kind: 'text',
    value: 'FILE',
    text: 'Docker configuration whose credentials become the first of --pull-secret-names',
  },
  // what comes out
  format: { kind: 'choice', choices: ['pretty', 'json', 'sarif', 'github'], text: 'how findings are written (default: pretty)' },
  typescript: { kind: 'switch', text: 'a project with a pipeline in TypeScript, and a test of it' },
  config: { kind: 'switch', text: 'the schema of podline.config.yaml' },
  strict: { kind: 'switch', text: 'warnings count as errors' },
  output: {
    kind: 'choice',
    short: 'o',
    choices: ['live', 'text', 'json', 'github'],
    text: 'a live view, lines, one JSON event a line, or groups for GitHub Actions (default: live on a terminal, else text)',
  },
  'list-output': { kind: 'choice', typed: 'output', short: 'o', choices: ['text', 'json'], text: 'lines, or JSON (default: text)' },
  report: { kind: 'list', value: 'FILE', text: 'a report of the run at its end, by the ending of FILE: .html, .xml (JUnit) or .json' },
  'report-file': {
    kind: 'text',
    typed: 'output-file',
    short: 'o',
    value: 'FILE',
    text: 'where to write: .html, .xml (JUnit) or .json, - for HTML to standard output (default: podline-RUN.html)',
  },
  quiet: { kind: 'switch', short: 'q', text: 'failures and the closing table only' },
  timestamps: { kind: 'switch', text: 'the time of each log line' },
  'no-save': { kind: 'switch', text: 'do not save events and logs in .podline, for podline logs after the run' },
  'no-mask': { kind: 'switch', text: 'show the logs of a run on the cluster without hiding its secrets' },
  'no-color': { kind: 'switch', env: 'NO_COLOR', text: 'no colours' },
  'write-kubeconfig': { kind: 'text', value: 'FILE', text: 'where to write the kubeconfig; it is removed at the end' },
  follow: { kind: 'switch', short: 'f', text: 'go on until the steps have ended' },
  verbose: { kind: 'switch', text: 'causes and stack trace of an error' },
} as const satisfies Readonly<Record<string, Flag>>;

export type FlagName = keyof typeof FLAGS;

interface ValueTypes {
  readonly switch: boolean;
  readonly text: string;
  readonly list: readonly string[];
  readonly count: number;
  readonly duration: number;
  readonly choice: string;
}

/** Values of the flags that were given. */
export type FlagValues = { readonly [Name in FlagName]?: ValueTypes[(typeof FLAGS)[Name]['kind']] };

/** The environment with the flags that go before variables of the agent in their place. */
export function withFlags(
  env: Readonly<Record<string, string | undefined>>,
  flags: FlagValues,
): Readonly<Record<string, string | undefined>> {
  const settings = Object.values<Setting>(AGENT_SETTINGS).flatMap(({ flag, variable }) => {
    const value = flags[flag as FlagName];
    return value === undefined ? [] : [[variable, String(value)]];
  });
  return { ...env, ...Object.fromEntries(settings) };
}
