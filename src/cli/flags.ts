import { UsageError } from '../errors.js';
import { parseDuration } from '../model/duration.js';

/** How a flag's value is read: `duration` gives seconds, `list` may be given more than once. */
type FlagKind = 'switch' | 'text' | 'list' | 'count' | 'duration' | 'choice';

export interface Flag {
  readonly kind: FlagKind;
  readonly short?: string;
  /** What the value stands for, in help. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** Value of the flag when it stands without one; another must then be given as --flag=value. */
  readonly bare?: string;
  /** Variable that the flag goes before. */
  readonly env?: string;
  readonly text: string;
}

/** Every flag of the program: the source of parsing, help and docs/cli.md. */
export const FLAGS = {
  // where
  namespace: {
    kind: 'text',
    short: 'n',
    value: 'NAME',
    env: 'WOODPECKER_BACKEND_K8S_NAMESPACE',
    text: 'namespace of the run (default: woodpecker)',
  },
  kubeconfig: { kind: 'text', value: 'FILE', env: 'KUBECONFIG', text: 'kubeconfig to use' },
  context: { kind: 'text', value: 'NAME', text: 'context of the kubeconfig to use' },
  local: {
    kind: 'choice',
    choices: ['process', 'process-unsafe'],
    bare: 'process',
    text: 'run on an embedded cluster, in processes of this machine; process-unsafe: not shut in',
  },
  platform: { kind: 'text', value: 'OS/ARCH', text: 'platform of the nodes (default: that of this machine)' },
  // what goes in
  secret: { kind: 'list', value: 'NAME=VALUE', text: 'a secret; NAME alone takes the value of the variable of that name' },
  'secret-from': {
    kind: 'list',
    value: 'NAME=SOURCE',
    text: 'a secret, fetched if it is needed: kubernetes:SECRET/KEY, or command:PROGRAM ARGUMENTS',
  },
  'secrets-env': { kind: 'text', value: 'PREFIX', text: 'secrets in variables: PREFIX and NAME' },
  'secrets-file': { kind: 'text', value: 'FILE', text: 'YAML file of secrets, name: value' },
  // limits
  'max-pods': { kind: 'count', value: 'N', text: 'pods at a time (default: 20)' },
  timeout: { kind: 'duration', value: 'TIME', text: 'limit of the whole run (default: 60m)' },
  'schedule-timeout': { kind: 'duration', value: 'TIME', text: 'how long a pod may wait for a node, a volume or quota (default: 10m)' },
  'pull-timeout': { kind: 'duration', value: 'TIME', text: 'how long the pull of an image may fail (default: 5m)' },
  'infra-retries': { kind: 'count', value: 'N', text: 'attempts after faults of the cluster before a step began (default: 2)' },
  'stop-timeout': {
    kind: 'count',
    value: 'SECONDS',
    env: 'WOODPECKER_BACKEND_K8S_STOP_TIMEOUT',
    text: 'seconds from SIGTERM to SIGKILL (default: 20)',
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
  // the agent's settings
  'volume-size': {
    kind: 'text',
    value: 'QUANTITY',
    env: 'WOODPECKER_BACKEND_K8S_VOLUME_SIZE',
    text: 'size of the pipeline volume (default: 10G)',
  },
  'storage-class': {
    kind: 'text',
    value: 'NAME',
    env: 'WOODPECKER_BACKEND_K8S_STORAGE_CLASS',
    text: "storage class of the pipeline volume (default: the cluster's)",
  },
  'storage-rwx': {
    kind: 'choice',
    choices: ['true', 'false'],
    env: 'WOODPECKER_BACKEND_K8S_STORAGE_RWX',
    text: 'ReadWriteMany, or ReadWriteOnce (default: true)',
  },
  'pod-labels': { kind: 'text', value: 'YAML', env: 'WOODPECKER_BACKEND_K8S_POD_LABELS', text: 'labels of every pod, a YAML object' },
  'pod-annotations': {
    kind: 'text',
    value: 'YAML',
    env: 'WOODPECKER_BACKEND_K8S_POD_ANNOTATIONS',
    text: 'annotations of every pod, a YAML object',
  },
  'pod-node-selector': {
    kind: 'text',
    value: 'YAML',
    env: 'WOODPECKER_BACKEND_K8S_POD_NODE_SELECTOR',
    text: 'node selector of every pod, a YAML object',
  },
  'pod-tolerations': {
    kind: 'text',
    value: 'YAML',
    env: 'WOODPECKER_BACKEND_K8S_POD_TOLERATIONS',
    text: 'tolerations of pods whose step names none, a YAML list',
  },
  'pod-affinity': {
    kind: 'text',
    value: 'YAML',
    env: 'WOODPECKER_BACKEND_K8S_POD_AFFINITY',
    text: 'affinity of pods whose step names none, a YAML object',
  },
  'secctx-nonroot': {
    kind: 'choice',
    choices: ['true', 'false'],
    env: 'WOODPECKER_BACKEND_K8S_SECCTX_NONROOT',
    text: 'containers must not run as root (default: false)',
  },
  'pull-secret-names': {
    kind: 'text',
    value: 'NAMES',
    env: 'WOODPECKER_BACKEND_K8S_PULL_SECRET_NAMES',
    text: 'existing pull secrets, separated by commas',
  },
  'priority-class': { kind: 'text', value: 'NAME', env: 'WOODPECKER_BACKEND_K8S_PRIORITY_CLASS', text: 'priority class of every pod' },
  'cluster-domain': {
    kind: 'text',
    value: 'DOMAIN',
    env: 'WOODPECKER_BACKEND_K8S_CLUSTER_DOMAIN',
    text: 'DNS domain of the cluster (default: cluster.local)',
  },
  // manifests
  directory: { kind: 'text', short: 'o', value: 'FOLDER', text: 'where to write, - for standard output (default: dist)' },
  allow: { kind: 'list', value: 'ACCESS', text: 'access to the node that manifests may ask for: hostPath, hostNetwork, hostPID, hostIPC' },
  'keep-names': { kind: 'switch', text: 'apply under the run id of the manifests, not under a fresh one' },
  // what comes out
  output: { kind: 'choice', short: 'o', choices: ['text', 'json'], text: 'lines for people, or one JSON event a line (default: text)' },
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

/** Reads the text of a flag's value. Throws `UsageError` where it is not of the flag's kind. */
export function parseFlag(name: string, { kind, choices = [] }: Flag, text: string): string | number {
  const wrong = (expected: string) => new UsageError(`--${name} is "${text}"`, { code: 'wrong-value', hint: `give it ${expected}` });
  if (kind === 'count') {
    if (!/^\d{1,9}$/.test(text)) throw wrong('a whole number');
    return Number(text);
  }
  if (kind === 'duration') {
    const seconds = parseDuration(text);
    if (seconds === undefined) throw wrong('a length of time such as 90s, 10m or 1h30m');
    return seconds;
  }
  if (kind === 'choice' && !choices.includes(text)) throw wrong(choices.map((choice) => `"${choice}"`).join(' or '));
  return text;
}

/** The environment with the flags that go before variables of the Woodpecker agent in their place. */
export function withFlags(
  env: Readonly<Record<string, string | undefined>>,
  flags: FlagValues,
): Readonly<Record<string, string | undefined>> {
  const settings = Object.entries(FLAGS as Readonly<Record<string, Flag>>).flatMap(([name, flag]) => {
    const value = flags[name as FlagName];
    return flag.env?.startsWith('WOODPECKER_') && value !== undefined ? [[flag.env, String(value)]] : [];
  });
  return { ...env, ...Object.fromEntries(settings) };
}
