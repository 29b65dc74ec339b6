import type { RunOn } from '../model/pipeline.js';

/** The version of `plan.json` and of the annotations that this program reads and writes. */
export const PLAN_FORMAT = 1;

/** One pipeline of a run in `plan.json`. */
export interface PlanPipeline {
  readonly name: string;
  /** Pipelines of the same run that must have ended before. */
  readonly dependsOn: readonly string[];
  readonly runOn: readonly RunOn[];
  /** Values of a matrix that tell it from its siblings. */
  readonly axis?: Readonly<Record<string, string>>;
  /** Step names, in the order they were written. */
  readonly steps: readonly string[];
}

/** `plan.json` of the root ConfigMap. */
export interface PlanDocument {
  readonly format: typeof PLAN_FORMAT;
  readonly pipelines: readonly PlanPipeline[];
}
