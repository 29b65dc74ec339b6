/**
 * A pipeline as plain data: what a workflow file says once matrix, conditions and substitution are done,
 * and what the constructs take. No Kubernetes objects here, only the options that become some.
 */
import type { KubernetesOptions } from './kubernetes-options.js';
import type { ReadyRule } from './ready.js';

/** Stands for a secret of that name; its value is known to the runner alone. */
export interface SecretReference {
  readonly from_secret: string;
}

export type Scalar = string | number | boolean | null;

/** Value of a variable or setting: a scalar, a secret, or lists and maps of those (written to the variable as JSON). */
export type Value = Scalar | SecretReference | readonly Value[] | { readonly [key: string]: Value };

export type StepKind = 'clone' | 'commands' | 'plugin' | 'service';

/** State of a pipeline that a step may run in. */
export type RunOn = 'success' | 'failure';

/** What a failed step does to its pipeline: fails it, nothing, or stops all other steps at once. */
export type FailurePolicy = 'fail' | 'ignore' | 'cancel';

/** What a step is tried again after: any exit code but 0, one exit code, no memory, its timeout, or a fault of the cluster. */
export type RetryCause = 'failure' | `exit:${number}` | 'oom' | 'timeout' | 'infra';

/** When a step that did not pass is tried again. */
export interface RetryRule {
  /** How often, after the first attempt. */
  readonly limit: number;
  readonly on: readonly RetryCause[];
  /** Seconds before the next attempt; they double with each further one. */
  readonly backoffSeconds: number;
}

/** Credentials for git, as a netrc file has them. */
export interface Netrc {
  readonly machine: string;
  readonly username: string;
  /** No manifest holds it. */
  readonly password: SecretReference;
}

/** What steps and services have in common, whoever wrote them. */
export interface ContainerOptions {
  /** Container image, as written: nothing is added to it. */
  readonly image: string;

  /**
   * Shell commands, run one after another in one shell; the first that fails ends the step.
   *
   * @default - the image's own entry point runs
   */
  readonly commands?: readonly string[];

  /**
   * Process to start in place of the image's entry point.
   *
   * @default - the shell of `commands`, else the image's own
   */
  readonly entrypoint?: readonly string[];

  /**
   * Variables of the container.
   *
   * @default - none beside those of the pipeline
   */
  readonly environment?: Readonly<Record<string, Value>>;

  /**
   * Settings of a plugin; each becomes the variable `PLUGIN_<NAME>`.
   *
   * @default - none
   */
  readonly settings?: Readonly<Record<string, Value>>;

  /**
   * Name that the step is told and found by, where a workflow has several of that name.
   *
   * @default - its own
   */
  readonly writtenName?: string;

  /**
   * Credentials for git: the variables `CI_NETRC_*`, of which the shell of `commands` makes a netrc file.
   *
   * @default - none
   */
  readonly netrc?: Netrc;

  /**
   * Working directory: absolute, or relative to the workspace.
   *
   * @default - the workspace
   */
  readonly directory?: string;

  /**
   * Claims to mount, as `claim:/path`.
   *
   * @default - none beside the workspace
   */
  readonly volumes?: readonly string[];

  /**
   * Folders in memory, as `/path` or `/path:size=64m`; they count against the memory of the container.
   *
   * @default - none
   */
  readonly tmpfs?: readonly string[];

  /**
   * Ports that the container listens on, as `5432` or `53/udp`.
   *
   * @default - none
   */
  readonly ports?: readonly (number | string)[];

  /**
   * Runs with all rights of the node.
   *
   * @default false
   */
  readonly privileged?: boolean;

  /**
   * Pulls the image even where the node has it.
   *
   * @default false
   */
  readonly pull?: boolean;

  /**
   * Options for the pod.
   *
   * @default - none
   */
  readonly kubernetes?: KubernetesOptions;
}

/** One step, service or clone step of a pipeline. */
export interface StepDefinition extends ContainerOptions {
  /** Unique in its pipeline. */
  readonly name: string;
  readonly kind: StepKind;
  /** Names of the steps that must have ended before: all edges, none implied. */
  readonly dependsOn: readonly string[];
  /** True where later steps do not wait for the end: services always are. */
  readonly detach: boolean;
  readonly failure: FailurePolicy;
  readonly runOn: readonly RunOn[];
  /** Seconds the step may run; absent: the run's own limit. */
  readonly timeoutSeconds?: number;
  /** Absent: only after faults of the cluster before its script began. */
  readonly retry?: RetryRule;
  /** False where its pod must not exist before its turn; absent: it may. */
  readonly startAhead?: boolean;
  /** When a detached one can be relied on; false: once it runs; absent: as its ports say where it is a service, else once it runs. */
  readonly ready?: ReadyRule | false;
}

/** Where the workspace volume is mounted and where in it the steps work. */
export interface Workspace {
  /** Absolute mount path of the volume. */
  readonly base: string;
  /** Working directory of the steps, relative to `base`. */
  readonly path: string;
}

/** One workflow on one axis of its matrix. */
export interface PipelineDefinition {
  /** Unique in a run; a file name and a construct id can be made of it. */
  readonly name: string;
  readonly workspace: Workspace;
  /** Variables of every step (`CI`, `CI_*`). */
  readonly environment: Readonly<Record<string, string>>;
  /** `none`, or a claim that exists; absent: a claim of the run's own. */
  readonly volume?: 'none' | { readonly existingClaim: string };
  /** Credentials of registries. */
  readonly registries?: Readonly<Record<string, { readonly username: string | SecretReference; readonly password: SecretReference }>>;
  /** Labels that the workflow gives its pods. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Id of the organisation, for an agent that has a namespace for each. */
  readonly organizationId?: number;
  /** Values of the matrix that tell it from its siblings; absent where it has none. */
  readonly axis?: Readonly<Record<string, string>>;
  /** Clone steps, services and steps, in the order they were written. */
  readonly steps: readonly StepDefinition[];
  /** Names of the pipelines that must have ended before. */
  readonly dependsOn: readonly string[];
  readonly runOn: readonly RunOn[];
}
