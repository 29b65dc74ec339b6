import { SHELLS } from '../completion/shells.js';
import { CLUSTER, METADATA, RUN, SETTINGS, SOURCE } from './flag-groups.js';
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
  /** What the argument may be, where it is no path and no name of something. */
  readonly choices?: readonly string[];
  readonly summary: string;
  readonly flags: readonly FlagName[];
  /** Loads the command's code: a call needs that of its own command only. */
  readonly load: () => Promise<{ readonly execute: Execute }>;
}

/** Every command of the program: the source of parsing, help and docs/cli.md. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'init',
    args: '[folder]',
    summary: 'write a first workflow for the project in a folder, or a project with a pipeline in TypeScript',
    flags: ['typescript', 'verbose'],
    load: () => import('./init.js'),
  },
  {
    name: 'run',
    args: '[path...]',
    summary: 'run workflow files, a folder of them, a TypeScript pipeline or manifests, and remove what the run made',
    flags: ['local', ...CLUSTER, ...RUN, 'shell-on-failure', 'run', 'detach', ...METADATA, 'no-detect', 'no-skip', ...SETTINGS, 'verbose'],
    load: () => import('./run.js'),
  },
  {
    name: 'synth',
    args: '[path...]',
    summary: 'write the manifests of workflow files or a TypeScript pipeline',
    flags: ['directory', 'namespace', 'stop-timeout', ...METADATA, ...SETTINGS, 'verbose'],
    load: () => import('./synth.js'),
  },
  {
    name: 'simulate',
    args: '[path...]',
    summary: 'run workflow files or a TypeScript pipeline in virtual time, to see what happens when a step takes long or fails',
    flags: [
      'takes',
      'ends',
      'max-pods',
      'concurrency',
      'ahead',
      'timeout',
      'infra-retries',
      'output',
      'quiet',
      'timestamps',
      'no-color',
      ...METADATA,
      ...SETTINGS,
      'verbose',
    ],
    load: () => import('./simulate.js'),
  },
  {
    name: 'apply',
    args: '<manifest...>',
    summary: 'run manifests that podline synth or cdk8s synth wrote',
    flags: ['local', ...CLUSTER, ...RUN, 'shell-on-failure', 'run', 'detach', 'allow', 'keep-names', 'verbose'],
    load: () => import('./apply.js'),
  },
  {
    name: 'attach',
    args: '<run>',
    summary: 'go on with a run whose podline is gone: killed, or on a machine that is away',
    flags: [...CLUSTER, ...RUN.filter((flag) => !flag.startsWith('secret')), 'no-mask', 'verbose'],
    load: () => import('./attach.js'),
  },
  {
    name: 'ps',
    args: '',
    summary: 'list the runs of a namespace',
    flags: [...CLUSTER, 'all-namespaces', 'list-output', 'verbose'],
    load: () => import('./ps.js'),
  },
  {
    name: 'logs',
    args: '<run> [step]',
    summary: 'print the logs of a run, or of one of its steps',
    flags: [...CLUSTER, 'follow', 'timestamps', 'no-mask', 'no-color', 'verbose'],
    load: () => import('./logs.js'),
  },
  {
    name: 'report',
    args: '<run|file>',
    summary: 'write a report of a run that was saved here, or of a file of events: one page to read offline, JUnit XML or JSON',
    flags: ['report-file', 'verbose'],
    load: () => import('./report.js'),
  },
  {
    name: 'rerun',
    args: '<run>',
    summary: 'run a kept run again from a step on, on its volumes',
    flags: ['from', ...CLUSTER, ...RUN.filter((flag) => !SOURCE.includes(flag)), 'shell-on-failure', 'verbose'],
    load: () => import('./rerun.js'),
  },
  {
    name: 'exec',
    args: '<run> <step> [command...]',
    summary: 'run a command, else a shell, in the container of a step that runs',
    flags: [...CLUSTER, 'verbose'],
    load: () => import('./exec.js'),
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
    name: 'doctor',
    args: '',
    summary: 'look at the cluster as runs use it, and say what to fix',
    flags: [
      'local',
      ...CLUSTER,
      'no-probe',
      'probe-image',
      'probe-timeout',
      'list-output',
      'strict',
      'no-color',
      ...SETTINGS,
      'stop-timeout',
      'verbose',
    ],
    load: () => import('./doctor.js'),
  },
  {
    name: 'setup',
    args: '',
    summary: 'print what an agent needs on a cluster, or apply it: namespace, service account, the least role and its binding',
    flags: ['apply', ...CLUSTER, 'namespace-per-org', 'cluster-role', 'pull-secret-names', 'pull-secret-file', 'verbose'],
    load: () => import('./setup.js'),
  },
  {
    name: 'rbac',
    args: '[path...]',
    summary: 'print the least role for pipelines',
    flags: ['namespace', 'shell-on-failure', ...METADATA, ...SETTINGS, 'verbose'],
    load: () => import('./rbac.js'),
  },
  {
    name: 'lint',
    args: '[path...]',
    summary: 'tell what is wrong with workflow files, whatever they are run for',
    flags: ['format', 'strict', ...METADATA, ...SETTINGS, 'verbose'],
    load: () => import('./lint.js'),
  },
  {
    name: 'schema',
    args: '',
    summary: 'print the JSON Schema of workflow files, or of podline.config.yaml, for editors',
    flags: ['config', 'verbose'],
    load: () => import('./schema.js'),
  },
  {
    name: 'graph',
    args: '[path...]',
    summary: 'print the steps of pipelines and what they wait for, as a flowchart of Mermaid',
    flags: ['namespace', ...METADATA, ...SETTINGS, 'verbose'],
    load: () => import('./graph.js'),
  },
  {
    name: 'import',
    args: '<path...>',
    summary: 'write workflow files as a TypeScript program that synthesizes the same',
    flags: ['output-file', ...METADATA, ...SETTINGS, 'verbose'],
    load: () => import('./import.js'),
  },
  {
    name: 'completion',
    args: `<${SHELLS.join('|')}>`,
    choices: SHELLS,
    summary: 'print the script with which a shell completes commands, flags and their values',
    flags: ['verbose'],
    load: () => import('./completion.js'),
  },
  {
    name: 'local',
    args: '',
    summary: 'keep an embedded cluster running, for kubectl and for tests',
    flags: ['write-kubeconfig', 'local', 'namespace', 'verbose'],
    load: () => import('./local.js'),
  },
];
