import type { RunOn } from '../model/pipeline.js';
import { type PlannedStep, type RunPlan, stepsOf } from '../plan/run-plan.js';
import { hasEnded, initialProgress, type Progress, type StepProgress } from './progress.js';
import { cancelingStep, revocationFinder, type Skip, settleWaiting } from './readiness.js';

/** What to do next. */
export type Action =
  | { readonly type: 'start'; readonly step: string; readonly sees: RunOn }
  | Skip
  | {
      readonly type: 'stop';
      readonly step: string;
      /** The step that is to blame; absent where it has only served its purpose. */
      readonly because?: string;
    };

export interface Room {
  /** How many pods may exist at a time. */
  readonly pods: number;
  /** Steps whose pods exist already and wait for their turn. */
  readonly held: ReadonlySet<string>;
  /** How many pipelines may be under way at a time; 0: any number. */
  readonly pipelines: number;
}

/**
 * What is due now, and how all stand once it is done. A true graph: a step waits for its own dependencies alone.
 * Pure: same plan, progress and room, same answer.
 */
export function advance(
  plan: RunPlan,
  progress: Progress,
  room: Room,
): { readonly progress: Progress; readonly actions: readonly Action[] } {
  const next = new Map(progress);
  const skips: Skip[] = [];
  // who is skipped may have been waited for
  for (;;) {
    skips.push(...settleWaiting(plan, next, room.pipelines));
    const needless = skipNeedless(plan, next);
    if (needless.length === 0) break;
    skips.push(...needless);
  }
  return { progress: next, actions: [...skips, ...startReady(plan, next, room), ...stopActive(plan, next)] };
}

/** Names of the pods that are created when a run begins. */
export function firstPods(plan: RunPlan, room: Omit<Room, 'held'>): readonly string[] {
  const { actions } = advance(plan, initialProgress(plan), { ...room, held: new Set() });
  const first = new Set(actions.flatMap((action) => (action.type === 'start' ? [action.step] : [])));
  return stepsOf(plan).flatMap(({ id, pod }) => (first.has(id) ? [pod.metadata.name] : []));
}

/** Steps that wait for room only, and are not wanted any more. */
function skipNeedless(plan: RunPlan, next: Map<string, StepProgress>): Skip[] {
  const skips: Skip[] = [];
  const canceledBy = cancelingStep(plan, next);
  for (const { steps } of plan.pipelines) {
    const over = isServed(steps, next);
    const revokedBy = revocationFinder(steps, next);
    for (const step of steps) {
      const state = next.get(step.id);
      if (state?.phase !== 'ready') continue;
      const cause = state.sees === 'success' ? (canceledBy ?? revokedBy(step)) : undefined;
      if (cause === undefined && !(step.detached && over)) continue;
      next.set(step.id, { phase: 'ended', ending: 'skipped' });
      skips.push({ type: 'skip', step: step.id, message: cause ? `${cause} failed` : 'no other step is left' });
    }
  }
  return skips;
}

/** Detached steps end only after the others: while none but they run, one more may start, however little room there is. */
function startReady(plan: RunPlan, next: Map<string, StepProgress>, room: Room): Action[] {
  const actions: Action[] = [];
  const active = [...next.values()].filter((state) => state.phase === 'active');
  let pods = active.length + room.held.size;
  let ending = active.filter(({ detached, started, stopping }) => !detached || !started || stopping).length;
  for (const { steps } of plan.pipelines) {
    for (const { id, detached } of steps) {
      const state = next.get(id);
      if (state?.phase !== 'ready') continue;
      if (!room.held.has(id)) {
        if (pods >= room.pods && ending > 0) continue;
        pods++;
      }
      ending++;
      next.set(id, { phase: 'active', sees: state.sees, detached, placed: false, started: false, trailed: false, stopping: false });
      actions.push({ type: 'start', step: id, sees: state.sees });
    }
  }
  return actions;
}

/** Detached steps go with the last ordinary one of their pipeline, others with a step that takes them with it when it fails. */
function stopActive(plan: RunPlan, next: Map<string, StepProgress>): Action[] {
  const actions: Action[] = [];
  const canceledBy = cancelingStep(plan, next);
  for (const { steps } of plan.pipelines) {
    const over = isServed(steps, next);
    const revokedBy = revocationFinder(steps, next);
    for (const step of steps) {
      const state = next.get(step.id);
      if (state?.phase !== 'active' || state.stopping) continue;
      const canceler = step.detached || state.sees !== 'success' ? undefined : canceledBy;
      const because = canceler ?? (state.sees === 'success' ? revokedBy(step) : undefined);
      if (because === undefined && !(step.detached && over)) continue;
      next.set(step.id, { ...state, stopping: true });
      actions.push({ type: 'stop', step: step.id, because });
    }
  }
  return actions;
}

/** True when the detached steps of a pipeline have nobody left to serve. */
function isServed(steps: readonly PlannedStep[], progress: Progress): boolean {
  return steps.every(({ id, detached }) => detached || hasEnded(progress.get(id)));
}
