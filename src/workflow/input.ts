import type { AgentSettings } from '../model/agent-settings.js';
import { DEFAULT_AGENT_SETTINGS } from '../model/default-settings.js';
import type { Metadata } from '../model/metadata.js';
import type { Netrc, Workspace } from '../model/pipeline.js';

/** Who may use a secret; its value is the runner's business. */
export interface SecretRule {
  readonly name: string;
  /** Only plugins with one of these images. @default - any container */
  readonly plugins?: readonly string[];
  /** Only in runs of these events. @default - all events */
  readonly events?: readonly string[];
}

/** Addresses of proxies that all containers are told. */
export interface Proxies {
  readonly http?: string;
  readonly https?: string;
  /** Hosts that no proxy is asked for. */
  readonly none?: string;
}

/** What is known beside the files. */
export interface WorkflowInput {
  readonly metadata: Metadata;
  /** Of the agent: what it allows a step. @default - what the agent allows without settings */
  readonly settings?: AgentSettings;
  /** Variables of all containers, and of `${NAME}` where a run has no variable of that name. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Variables that a person gave this run: not for plugins, nor for `${NAME}`. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly proxies?: Proxies;
  /** Who may use which secret. @default - anybody may use any */
  readonly secrets?: readonly SecretRule[];
  /** True: there are no other secrets than those. @default false */
  readonly knowsAllSecrets?: boolean;
  /** Credentials for git: of the clone step, and of containers that are trusted with them. @default - none */
  readonly netrc?: Netrc;
  /** Image of the clone step that a workflow has unless it says otherwise; empty: none. */
  readonly cloneImage?: string;
  /** Images of plugins that get the credentials for git. */
  readonly trustedCloneImages?: readonly string[];
  /** Images of plugins that run privileged. @default - none */
  readonly privilegedImages?: readonly string[];
  /** Where the workspace is, unless the workflow says. */
  readonly workspace?: Partial<Workspace>;
  /** Claims that are mounted in all containers. @default - none */
  readonly volumes?: readonly string[];
  /** Labels of a workflow that has none. @default - none */
  readonly defaultLabels?: Readonly<Record<string, string>>;
  /** Name of the machine that runs the pipelines, `CI_MACHINE`. @default - not set */
  readonly machine?: string;
  /** The working copy is at hand: nothing is cloned, and steps with `local: false` are left out. @default false */
  readonly isLocal?: boolean;
  /** Services that fail change nothing. @default false */
  readonly ignoreServiceFailure?: boolean;
  /** What becomes of a workflow that depends on one that is not there. @default 'drop' */
  readonly missingWorkflow?: 'drop' | 'run';
  /** Also tells what works, and is better written otherwise. @default false */
  readonly habits?: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** The input with its defaults. */
export type RunInput = WorkflowInput &
  Required<
    Pick<
      WorkflowInput,
      'settings' | 'environment' | 'variables' | 'cloneImage' | 'trustedCloneImages' | 'privilegedImages' | 'volumes' | 'isLocal' | 'now'
    >
  > & { readonly workspace: Workspace };

const DEFAULTS = {
  settings: DEFAULT_AGENT_SETTINGS,
  environment: {},
  variables: {},
  cloneImage: 'docker.io/woodpeckerci/plugin-git:2.10.0',
  trustedCloneImages: ['docker.io/woodpeckerci/plugin-git:2.10.0', 'docker.io/woodpeckerci/plugin-git', 'quay.io/woodpeckerci/plugin-git'],
  privilegedImages: [],
  volumes: [],
  isLocal: false,
  now: () => Date.now(),
};

export function withInputDefaults(input: WorkflowInput): RunInput {
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as WorkflowInput;
  return { ...DEFAULTS, ...given, workspace: { base: '/woodpecker', path: 'src', ...input.workspace } };
}
