import type { ConfigMap, KubeObject, Pod } from '../contract/objects.js';
import type { SecretTemplates } from '../contract/secrets.js';
import type { FailurePolicy, RetryRule, RunOn, StepKind } from '../model/pipeline.js';

/** A step as the runner needs it: its place in the graph and its pod. */
export interface PlannedStep {
  /** Unique in the run: the step's name, after the pipeline's where the run has several. */
  readonly id: string;
  readonly pipeline: string;
  readonly name: string;
  readonly kind: StepKind;
  /** Ids of all steps that must have ended before. */
  readonly dependsOn: readonly string[];
  readonly runOn: readonly RunOn[];
  readonly onFailure: FailurePolicy;
  readonly detached: boolean;
  /** False where its pod must not exist before its turn. */
  readonly startAhead: boolean;
  /** Seconds the step may run; absent: as long as the run. */
  readonly timeoutSeconds?: number;
  /** Absent: tried again only after faults of the cluster before its script began. */
  readonly retry?: RetryRule;
  /** Absent: others may rely on it once it runs, and where its pod has a readiness probe once that has succeeded. */
  readonly ready?: PlannedReady;
  readonly secrets: SecretTemplates;
  /** Of the pull secret that its image needs; empty where it needs none of the run's own. */
  readonly registries: SecretTemplates;
  /** The pod as synthesized. */
  readonly pod: Pod;
}

/** What those wait for who rely on a detached step, and for how long. */
export interface PlannedReady {
  readonly timeoutSeconds: number;
  /** A pattern (RE2) for a line of its log; absent: its readiness probe succeeds. */
  readonly log?: string;
}

export interface PlannedPipeline {
  readonly name: string;
  /** Names of the pipelines that must have ended before. */
  readonly dependsOn: readonly string[];
  readonly runOn: readonly RunOn[];
  /** Values of a matrix that tell it from its siblings; absent where it has none. */
  readonly axis?: Readonly<Record<string, string>>;
  /** Names of the pipelines that must not be under way at the same time; absent: none. */
  readonly rivals?: readonly string[];
  readonly steps: readonly PlannedStep[];
}

/** A run as its manifests describe it. */
export interface RunPlan {
  readonly run: string;
  readonly namespace: string;
  readonly root: ConfigMap;
  readonly lease: KubeObject;
  /** Claims, Services and ConfigMaps: everything else that must exist before the first pod. */
  readonly base: readonly KubeObject[];
  readonly pipelines: readonly PlannedPipeline[];
}

/** All steps of a run, in the order they were written. */
export function stepsOf(plan: RunPlan): readonly PlannedStep[] {
  return plan.pipelines.flatMap((pipeline) => pipeline.steps);
}
