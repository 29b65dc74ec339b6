import type { PipelineDefinition, RunOn } from '../model/pipeline.js';
import type { Axis } from './matrix.js';
import type { Concurrency } from './syntax.js';

/** One workflow on one axis, as it takes part in a run. */
export interface CompiledWorkflow {
  /** By its file; all axes share it. */
  readonly name: string;
  /** Counts the workflows of the run from 1: `CI_WORKFLOW_NUMBER`. */
  readonly number: number;
  /** Counts the axes from 1; 0 where there is one only. */
  readonly axisNumber: number;
  readonly axis: Axis;
  /** As the file has them, or those that a workflow without has. */
  readonly labels: Readonly<Record<string, string>>;
  /** Names of workflows that must have ended before. */
  readonly dependsOn: readonly string[];
  readonly runOn: readonly RunOn[];
  readonly concurrency?: Concurrency;
  /** Names of the steps and services of the file that do not take part. */
  readonly leftOut: readonly string[];
  readonly pipeline: PipelineDefinition;
}
