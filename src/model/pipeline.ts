/**
 * A pipeline as plain data: what a workflow file says once matrix, conditions and substitution are done,
 * and what the constructs take. No Kubernetes objects here, only the options that become some.
 */

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

export interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
  /** Seconds; Kubernetes takes it with the effect `NoExecute` only. */
  readonly tolerationSeconds?: number;
}

/** A seccomp or AppArmor profile. */
export interface SecurityProfile {
  /** `RuntimeDefault`, `Unconfined` or `Localhost`. */
  readonly type: string;
  readonly localhostProfile?: string;
}

/** Security options of pod and container in one object; each is set where Kubernetes has it. */
export interface SecurityContext {
  readonly privileged?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly fsGroup?: number;
  readonly fsGroupChangePolicy?: string;
  readonly seccompProfile?: SecurityProfile;
  readonly apparmorProfile?: SecurityProfile;
  readonly allowPrivilegeEscalation?: boolean;
  readonly capabilities?: { readonly drop?: readonly string[] };
}

/** Requests and limits by resource name, as Kubernetes quantities (`400Mi`, `100m`). */
export interface Resources {
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
}

/** A Secret that already exists in the namespace, made available to a step. */
export interface NativeSecret {
  readonly name: string;
  readonly key?: string;
  readonly target?: { readonly env?: string; readonly file?: string };
}

/** Options of a step for its pod: `backend_options.kubernetes` of a workflow file. */
export interface KubernetesOptions {
  readonly resources?: Resources;
  readonly runtimeClassName?: string;
  readonly serviceAccountName?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
  /** A Kubernetes `Affinity` object, passed through. */
  readonly affinity?: Readonly<Record<string, unknown>>;
  readonly securityContext?: SecurityContext;
  readonly secrets?: readonly NativeSecret[];
  /** False: a service without the workspace volume. */
  readonly workspaceVolume?: boolean;
  readonly hostUsers?: boolean;
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
  /** Clone steps, services and steps, in the order they were written. */
  readonly steps: readonly StepDefinition[];
  /** Names of the pipelines that must have ended before. */
  readonly dependsOn: readonly string[];
  readonly runOn: readonly RunOn[];
}
