import type { RunOn } from '../model/pipeline.js';
import type { PlannedStep, RunPlan } from '../plan/run-plan.js';
import { hasEnded, type Progress, type StepProgress } from './progress.js';
import { cancelingStep, type Skip, settleWaiting } from './readiness.js';

/** What to do next. */
export type Action =
  | { readonly type: 'start'; readonly step: string; readonly sees: RunOn }
  | Skip
  | { readonly type: 'stop'; readonly step: string };

/**
 * What is due now, and how all stand once it is done. A true graph: a step waits for its own dependencies alone.
 * Pure: same plan, progress and room (how many pods may exist at a time), same answer.
 */
export function advance(
  plan: RunPlan,
  progress: Progress,
  room: number,
): { readonly progress: Progress; readonly actions: readonly Action[] } {
  const next = new Map(progress);
  const skips: Skip[] = [];
  // who is skipped may have been waited for
  for (;;) {
    skips.push(...settleWaiting(plan, next));
    const needless = skipNeedless(plan, next);
    if (needless.length === 0) break;
    skips.push(...needless);
  }
  return { progress: next, actions: [...skips, ...startReady(plan, next, room), ...stopActive(plan, next)] };
}

/** Steps that wait for room only, and are not wanted any more. */
function skipNeedless(plan: RunPlan, next: Map<string, StepProgress>): Skip[] {
  const skips: Skip[] = [];
  const canceledBy = cancelingStep(plan, next);
  for (const { steps } of plan.pipelines) {
    const over = isServed(steps, next);
    for (const { id, detached } of steps) {
      const state = next.get(id);
      if (state?.phase !== 'ready') continue;
      const canceled = canceledBy !== undefined && state.sees === 'success';
      if (!canceled && !(detached && over)) continue;
      next.set(id, { phase: 'ended', ending: 'skipped' });
      skips.push({ type: 'skip', step: id, message: canceled ? `${canceledBy} failed` : 'no other step is left' });
    }
  }
  return skips;
}

/** Detached steps end only after the others: while none but they run, one more may start, however little room there is. */
function startReady(plan: RunPlan, next: Map<string, StepProgress>, room: number): Action[] {
  const actions: Action[] = [];
  const active = [...next.values()].filter((state) => state.phase === 'active');
  let pods = active.length;
  let ending = active.filter(({ detached, started, stopping }) => !detached || !started || stopping).length;
  for (const { steps } of plan.pipelines) {
    for (const { id, detached } of steps) {
      const state = next.get(id);
      if (state?.phase !== 'ready' || (pods >= room && ending > 0)) continue;
      pods++;
      ending++;
      next.set(id, { phase: 'active', sees: state.sees, detached, started: false, stopping: false });
      actions.push({ type: 'start', step: id, sees: state.sees });
    }
  }
  return actions;
}

/** Detached steps go with the last ordinary one of their pipeline, all others when a step with `failure: cancel` fails. */
function stopActive(plan: RunPlan, next: Map<string, StepProgress>): Action[] {
  const actions: Action[] = [];
  const canceled = cancelingStep(plan, next) !== undefined;
  for (const { steps } of plan.pipelines) {
    const over = isServed(steps, next);
    for (const { id, detached } of steps) {
      const state = next.get(id);
      if (state?.phase !== 'active' || state.stopping) continue;
      const stop = detached ? over : canceled && state.sees === 'success';
      if (!stop) continue;
      next.set(id, { ...state, stopping: true });
      actions.push({ type: 'stop', step: id });
    }
  }
  return actions;
}

/** True when the detached steps of a pipeline have nobody left to serve. */
function isServed(steps: readonly PlannedStep[], progress: Progress): boolean {
  return steps.every(({ id, detached }) => detached || hasEnded(progress.get(id)));
}
