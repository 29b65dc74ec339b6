/** Running pipelines from a program. */

export type { Cluster } from './cluster/cluster.js';
export { type ConnectOptions, KubeCluster } from './cluster/kube-cluster.js';
export type { EmbeddedRuntime } from './embedded.js';
export { isPodlineError } from './errors.js';
export { expectRun, type RunExpectation } from './expect-run.js';
export { parseManifest } from './plan/manifest.js';
export { type PlanReading, readPlan } from './plan/read-plan.js';
export type { PlannedPipeline, PlannedStep, RunPlan } from './plan/run-plan.js';
export { stampPlan } from './plan/stamp-plan.js';
export type { Reason, RunEvent, RunOutcome, RunReport, StepResult } from './report/events.js';
export { type LocalRun, type RunLocalOptions, runLocal } from './run-local.js';
export type { RunLimits } from './runner/limits.js';
export { run } from './runner/run.js';
export type { RunOptions } from './runner/run-options.js';
export { type SimulatedRun, type SimulatedStep, type SimulatedTime, type SimulateOptions, simulate } from './simulate.js';
