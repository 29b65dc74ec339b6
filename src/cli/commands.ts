import type { FlagName, FlagValues } from './flags.js';
import type { Io } from './io.js';

/** What was asked of a command. */
export interface Invocation {
  readonly io: Io;
  readonly args: readonly string[];
  readonly flags: FlagValues;
}

/** Carries a command out; resolves to the program's exit status. */
export type Execute = (invocation: Invocation) => Promise<number>;

export interface Command {
  readonly name: string;
  /** Positional arguments, as commander writes them. */
  readonly args: string;
  readonly summary: string;
  readonly flags: readonly FlagName[];
  /** Loads the command's code: a call needs that of its own command only. */
  readonly load: () => Promise<{ readonly execute: Execute }>;
}

const CLUSTER: readonly FlagName[] = ['namespace', 'kubeconfig', 'context'];
const SETTINGS: readonly FlagName[] = [
  'platform',
  'volume-size',
  'storage-class',
  'storage-rwx',
  'pod-labels',
  'pod-annotations',
  'pod-node-selector',
  'pod-tolerations',
  'pod-affinity',
  'secctx-nonroot',
  'pull-secret-names',
  'priority-class',
  'cluster-domain',
];
const RUN: readonly FlagName[] = [
  'secret',
  'secret-from',
  'secrets-env',
  'secrets-file',
  'max-pods',
  'timeout',
  'schedule-timeout',
  'pull-timeout',
  'infra-retries',
  'stop-timeout',
  'keep',
  'output',
  'quiet',
  'timestamps',
  'no-color',
  'no-save',
];

/** Every command of the program: the source of parsing, help and docs/cli.md. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'run',
    args: '[path...]',
    summary: 'run workflow files, a folder of them, a TypeScript pipeline or manifests, and remove what the run made',
    flags: ['local', ...CLUSTER, ...RUN, ...SETTINGS, 'allow', 'verbose'],
    load: () => import('./run.js'),
  },
  {
    name: 'synth',
    args: '[path...]',
    summary: 'write the manifests of workflow files or a TypeScript pipeline',
    flags: ['directory', 'namespace', 'stop-timeout', ...SETTINGS, 'verbose'],
    load: () => import('./synth.js'),
  },
  {
    name: 'apply',
    args: '<manifest...>',
    summary: 'run manifests that podline synth or cdk8s synth wrote',
    flags: ['local', ...CLUSTER, ...RUN, 'allow', 'keep-names', 'verbose'],
    load: () => import('./apply.js'),
  },
  {
    name: 'ps',
    args: '',
    summary: 'list the runs of a namespace',
    flags: [...CLUSTER, 'output', 'verbose'],
    load: () => import('./ps.js'),
  },
  {
    name: 'logs',
    args: '<run> [step]',
    summary: 'print the logs of a run, or of one of its steps',
    flags: [...CLUSTER, 'follow', 'timestamps', 'no-mask', 'verbose'],
    load: () => import('./logs.js'),
  },
  {
    name: 'down',
    args: '<run>',
    summary: 'stop a run and remove all that it made',
    flags: [...CLUSTER, 'stop-timeout', 'verbose'],
    load: () => import('./down.js'),
  },
  {
    name: 'cancel',
    args: '<run>',
    summary: 'end a run from anywhere, as Ctrl-C does where it was started',
    flags: [...CLUSTER, 'stop-timeout', 'verbose'],
    load: () => import('./cancel.js'),
  },
  {
    name: 'gc',
    args: '',
    summary: 'remove the runs of a namespace that nobody looks after any more',
    flags: [...CLUSTER, 'older-than', 'all', 'stop-timeout', 'verbose'],
    load: () => import('./gc.js'),
  },
  {
    name: 'local',
    args: '',
    summary: 'keep an embedded cluster running, for kubectl and for tests',
    flags: ['write-kubeconfig', 'local', 'namespace', 'verbose'],
    load: () => import('./local.js'),
  },
];
