import type { RunOn } from '../model/pipeline.js';
import type { PlannedPipeline, PlannedStep, RunPlan } from '../plan/run-plan.js';
import { isAdmitted } from './admission.js';
import { hasEnded, hasFailed, type Progress, type StepProgress } from './progress.js';

/** Whether a step may start: with the state of its pipeline that it sees, or never, and why. */
type Readiness = { readonly sees: RunOn } | { readonly skipped: string };

/** A step that does not run; `message`: why, such as `build failed`. */
export interface Skip {
  readonly type: 'skip';
  readonly step: string;
  readonly message: string;
}

/**
 * Steps whose dependencies have ended become ready or are skipped, until no more do. Changes `next`.
 *
 * @param limit - how many pipelines may be under way at a time; 0: any number
 */
export function settleWaiting(plan: RunPlan, next: Map<string, StepProgress>, limit: number): Skip[] {
  const skips: Skip[] = [];
  const canceledBy = cancelingStep(plan, next);
  for (let settled = true; settled; ) {
    settled = false;
    for (const pipeline of plan.pipelines) {
      const waiting = pipeline.steps.filter(({ id }) => next.get(id)?.phase === 'waiting');
      if (waiting.length === 0 || !hasEndedBefore(plan, pipeline, next)) continue;
      const refusal = refusalOf(plan, pipeline, next);
      if (refusal === undefined && !isAdmitted(pipeline, { plan, progress: next, limit })) continue;
      const causeOf = failureFinder(pipeline.steps, next);
      for (const step of waiting) {
        if (!step.dependsOn.every((id) => isBehind(next.get(id), step))) continue;
        settled = true;
        const readiness = refusal === undefined ? readinessOf(step, causeOf(step) ?? canceledBy) : { skipped: refusal };
        if ('sees' in readiness) {
          next.set(step.id, { phase: 'ready', sees: readiness.sees });
        } else {
          next.set(step.id, { phase: 'ended', ending: 'skipped' });
          skips.push({ type: 'skip', step: step.id, message: readiness.skipped });
        }
      }
    }
  }
  return skips;
}

/** The step that failed and takes the whole run with it. */
export function cancelingStep({ pipelines }: RunPlan, progress: Progress): string | undefined {
  const cancels = ({ id, onFailure }: PlannedStep) => onFailure === 'cancel' && hasFailed(progress.get(id));
  return pipelines.map(({ steps }) => steps.find(cancels)).find((step) => step !== undefined)?.id;
}

function readinessOf({ runOn }: PlannedStep, cause: string | undefined): Readiness {
  const sees = cause === undefined ? 'success' : 'failure';
  if (runOn.includes(sees)) return { sees };
  if (runOn.length === 0) return { skipped: 'it is for no state of its pipeline' };
  return { skipped: cause === undefined ? 'nothing failed' : `${cause} failed` };
}

/**
 * True when who waits for a step need not wait longer: it has ended, or it is detached and has started. Who runs after a
 * success alone takes the log's word for it: should the pod tell otherwise, it is stopped.
 */
function isBehind(state: StepProgress | undefined, { runOn }: PlannedStep): boolean {
  if (state?.phase !== 'active') return hasEnded(state);
  return state.detached ? state.started : state.trailed && !runOn.includes('failure');
}

/** Finds the step that makes another of its pipeline see a failure: its nearest failed ancestor, else the first that failed. */
function failureFinder(steps: readonly PlannedStep[], progress: Progress): (step: PlannedStep) => string | undefined {
  const first = firstFailed(steps, progress);
  if (first === undefined) return () => undefined;
  const ancestorOf = ancestorFinder(steps);
  return (step) => ancestorOf(step, ({ id }) => hasFailed(progress.get(id))) ?? first;
}

/**
 * Finds the step whose log had said that it passed, before its pod said that it failed: who was started by its word is revoked.
 * Nobody else sees a success and has an ancestor that failed; a detached one may fail at any time.
 */
export function revocationFinder(steps: readonly PlannedStep[], progress: Progress): (step: PlannedStep) => string | undefined {
  if (firstFailed(steps, progress) === undefined) return () => undefined;
  const ancestorOf = ancestorFinder(steps);
  return (step) => ancestorOf(step, ({ id, detached }) => !detached && hasFailed(progress.get(id)));
}

/** The first step that failed. */
export function firstFailed(steps: readonly PlannedStep[], progress: Progress): string | undefined {
  return steps.find(({ id }) => hasFailed(progress.get(id)))?.id;
}

/** Finds the nearest of the steps that another waited for, directly or not, that a condition holds for. */
function ancestorFinder(steps: readonly PlannedStep[]) {
  const byId = new Map(steps.map((step) => [step.id, step]));
  return ({ dependsOn }: PlannedStep, holds: (step: PlannedStep) => boolean): string | undefined => {
    const ancestors = new Set(dependsOn);
    // a set hands out what is added while it is read
    for (const id of ancestors) {
      const step = byId.get(id);
      if (step === undefined) continue;
      if (holds(step)) return id;
      for (const before of step.dependsOn) ancestors.add(before);
    }
    return undefined;
  };
}

/** True when the pipelines that it depends on have ended. */
export function hasEndedBefore(plan: RunPlan, pipeline: PlannedPipeline, progress: Progress): boolean {
  return pipelinesBefore(plan, pipeline).every(({ steps }) => steps.every(({ id }) => hasEnded(progress.get(id))));
}

/** Why a pipeline may not run after the pipelines that it depends on, which have ended; undefined where it may. */
function refusalOf(plan: RunPlan, pipeline: PlannedPipeline, progress: Progress): string | undefined {
  const before = pipelinesBefore(plan, pipeline);
  const unsuccessful = before.filter(({ steps }) => !isSuccess(steps, progress));
  const [first] = unsuccessful;
  if (pipeline.runOn.includes('success')) {
    if (pipeline.runOn.includes('failure') || first === undefined) return undefined;
    const failed = first.steps.find(({ id }) => hasFailed(progress.get(id)));
    return failed ? `${failed.id} failed` : `pipeline ${first.name} did not succeed`;
  }
  return unsuccessful.length === before.length ? undefined : 'nothing failed';
}

function pipelinesBefore(plan: RunPlan, { dependsOn }: PlannedPipeline): readonly PlannedPipeline[] {
  return plan.pipelines.filter(({ name }) => dependsOn.includes(name));
}

/** A pipeline none of whose steps ran is no success. */
function isSuccess(steps: readonly PlannedStep[], progress: Progress): boolean {
  const endings = steps.map(({ id }) => progress.get(id)).map((state) => (state?.phase === 'ended' ? state.ending : undefined));
  return endings.some((ending) => ending !== 'skipped') && !endings.some((ending) => ending === 'failed' || ending === 'stopped');
}
