import type { PlannedStep, RunPlan } from '../plan/run-plan.js';
import { isAdmitted } from './admission.js';
import { hasWrapper } from './pod-facts.js';
import type { Progress } from './progress.js';
import { cancelingStep, firstFailed, hasEndedBefore } from './readiness.js';

/** Steps that take less are over before the pod of the next but two has started. */
const SHORT_MS = 2000;
const WINDOW = 2;
const WINDOW_OF_SHORT_STEPS = 4;

export interface AheadOptions {
  /** Steps whose pods are held, in the order they were created. */
  readonly held: readonly string[];
  /** Steps that are not to be held (again). */
  readonly barred: ReadonlySet<string>;
  /** How many pods may be held. */
  readonly window: number;
  /** How many pods may exist at a time. */
  readonly pods: number;
  /** How many pipelines may be under way at a time; 0: any number. */
  readonly pipelines: number;
}

/** Whose pod is created before its turn, and whose is given back. */
export interface Ahead {
  readonly hold: readonly string[];
  readonly giveBack: readonly string[];
}

/**
 * Which steps that come next get their pods now: the nearest first. A held pod never costs one that is due its room: none is
 * created while one that is due has no node, and the latest are given back while one waits for room.
 */
export function planAhead(plan: RunPlan, progress: Progress, { held, barred, window, pods, pipelines }: AheadOptions): Ahead {
  const states = [...progress.values()];
  const active = states.filter((state) => state.phase === 'active');
  const blocked = states.filter(({ phase }) => phase === 'ready').length;
  const holdable = holdableSteps(plan, progress, pipelines);
  const wanted = held.filter((id) => holdable.has(id));
  // a pod that is there already is the cheapest: a smaller window only keeps others from being created
  const kept = window === 0 ? [] : wanted.slice(0, Math.max(0, wanted.length - blocked));
  const giveBack = held.filter((id) => !kept.includes(id)).reverse();
  if (blocked > 0 || active.some(({ placed }) => !placed)) return { hold: [], giveBack };
  const free = Math.min(window - kept.length, pods - active.length - held.length);
  if (free <= 0) return { hold: [], giveBack };
  const hold = nearest(plan, progress, { count: free, isWanted: (id) => holdable.has(id) && !held.includes(id) && !barred.has(id) });
  return { hold, giveBack };
}

/**
 * How many pods to hold while none was told.
 *
 * @param pace - how long the steps that ended took, in milliseconds, the last one last
 */
export function windowOf(pace: readonly number[]): number {
  const last = pace.slice(-2);
  return last.length === 2 && last.every((ms) => ms < SHORT_MS) ? WINDOW_OF_SHORT_STEPS : WINDOW;
}

/** Steps that wait at a gate where they are told to, and that will run as far as is known. */
function holdableSteps(plan: RunPlan, progress: Progress, limit: number): ReadonlySet<string> {
  const canceledBy = cancelingStep(plan, progress);
  const holdable = new Set<string>();
  for (const pipeline of plan.pipelines) {
    if (!hasEndedBefore(plan, pipeline, progress) || !isAdmitted(pipeline, { plan, progress, limit })) continue;
    const state = (canceledBy ?? firstFailed(pipeline.steps, progress)) === undefined ? 'success' : 'failure';
    for (const step of pipeline.steps)
      if (progress.get(step.id)?.phase === 'waiting' && mayBeHeld(step) && step.runOn.includes(state)) holdable.add(step.id);
  }
  return holdable;
}

function mayBeHeld({ kind, detached, startAhead, pod }: PlannedStep): boolean {
  return kind === 'commands' && !detached && startAhead && hasWrapper(pod);
}

interface NearestOptions {
  readonly count: number;
  readonly isWanted: (step: string) => boolean;
}

/** The wanted steps with the fewest steps before them that still wait, in the order of the plan where these are as many. */
function nearest(plan: RunPlan, progress: Progress, { count, isWanted }: NearestOptions): readonly string[] {
  const found: string[] = [];
  const behind = new Set([...progress].filter(([, { phase }]) => phase !== 'waiting').map(([id]) => id));
  let waiting = plan.pipelines.flatMap(({ steps }) => steps.filter(({ id }) => !behind.has(id)));
  while (found.length < count) {
    const next = waiting.filter(({ dependsOn }) => dependsOn.every((id) => behind.has(id)));
    if (next.length === 0) break;
    for (const { id } of next) behind.add(id);
    found.push(...next.map(({ id }) => id).filter(isWanted));
    waiting = waiting.filter(({ id }) => !behind.has(id));
  }
  return found.slice(0, count);
}
