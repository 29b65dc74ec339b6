import type { RunOn } from '../model/pipeline.js';
import { type RunPlan, stepsOf } from '../plan/run-plan.js';

/** How a step ended, as far as others depend on it. `stopped`: we ended it, without a fault of its own. */
export type Ending = 'passed' | 'failed' | 'ignored' | 'skipped' | 'stopped';

/** Where a step stands; `sees` is the state of the pipeline when it became ready. */
export type StepProgress =
  | { readonly phase: 'waiting' }
  | { readonly phase: 'ready'; readonly sees: RunOn }
  | ActiveProgress
  | { readonly phase: 'ended'; readonly ending: Ending };

/** Its pod is wanted. */
export interface ActiveProgress {
  readonly phase: 'active';
  readonly sees: RunOn;
  /** It does not end by itself: those that depend on it wait for its start. */
  readonly detached: boolean;
  /** A node was chosen for its pod. */
  readonly placed: boolean;
  /** Its container has begun to run. */
  readonly started: boolean;
  /** Its log says that it has passed; its pod does not yet. */
  readonly trailed: boolean;
  /** Its pod is to go. */
  readonly stopping: boolean;
}

/** Where every step of a run stands. */
export type Progress = ReadonlyMap<string, StepProgress>;

/** What happened to a step that was started. */
export type ScheduleEvent =
  | { readonly type: 'placed' | 'started' | 'trailed'; readonly step: string }
  | { readonly type: 'ended'; readonly step: string; readonly ending: Ending };

/** A run before its first step, or after those that have ended already. */
export function initialProgress(plan: RunPlan, endings: ReadonlyMap<string, Ending> = new Map()): Progress {
  return new Map(
    stepsOf(plan).map(({ id }) => {
      const ending = endings.get(id);
      return [id, ending ? { phase: 'ended', ending } : { phase: 'waiting' }];
    }),
  );
}

/** Takes note of what happened. A step that has ended stays as it is. */
export function record(progress: Progress, event: ScheduleEvent): Progress {
  const now = progress.get(event.step);
  if (now === undefined || now.phase === 'ended') return progress;
  if (event.type === 'ended') return new Map(progress).set(event.step, { phase: 'ended', ending: event.ending });
  return now.phase === 'active' && !now[event.type] ? new Map(progress).set(event.step, { ...now, [event.type]: true }) : progress;
}

/** True when every step has ended. */
export function isOver(progress: Progress): boolean {
  return [...progress.values()].every(hasEnded);
}

export function hasEnded(state: StepProgress | undefined): boolean {
  return state?.phase === 'ended';
}

export function hasFailed(state: StepProgress | undefined): boolean {
  return state?.phase === 'ended' && state.ending === 'failed';
}
