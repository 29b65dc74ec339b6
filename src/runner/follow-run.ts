import type { Clock } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import { NONCE_VARIABLE } from '../contract/markers.js';
import { attemptOf, runName, stepSlugOf } from '../contract/names.js';
import { isConfigMap, type Pod } from '../contract/objects.js';
import { type RunPlan, stepsOf } from '../plan/run-plan.js';
import type { RunEvent, StepId } from '../report/events.js';
import { maskOf } from './mask.js';
import { PodBoard } from './pod-board.js';
import { owesTrailer, stepState, variableOf } from './pod-facts.js';
import { keptUntil } from './run-status.js';
import { type TailOptions, tail } from './tail.js';
import { judge } from './verdict.js';

/** How often is looked whether the run still goes on. */
const LOOK_MS = 2000;

export interface FollowRunOptions {
  readonly plan: RunPlan;
  /** The step whose logs are wanted; absent: all steps. */
  readonly step?: StepId;
  /** Values that are masked. */
  readonly secrets: readonly string[];
  readonly clock: Clock;
  readonly emit: (event: RunEvent) => void | Promise<void>;
  readonly signal: AbortSignal;
}

/** Reads the logs of a run that somebody else runs, as they come: until the run has ended, or the one step that is wanted. */
export async function followRun(cluster: Cluster, options: FollowRunOptions): Promise<void> {
  const { plan, step: wanted, clock, signal } = options;
  const done = new AbortController();
  const either = AbortSignal.any([signal, done.signal]);
  const board = new PodBoard();
  const watching = board.watch(cluster, { run: plan.run, signal: either });
  const over = new AbortController();
  const ending = untilEnded(cluster, plan.run, { clock, signal: either }).finally(() => over.abort());
  const names = new Map(stepsOf(plan).map(({ id, pod }) => [stepSlugOf(pod.metadata.name, plan.run), id]));
  // its error is that of the watch, which ends in the same way
  ending.catch(() => undefined);
  const reading: Promise<void>[] = [];
  try {
    for await (const pod of board.arrivals(AbortSignal.any([either, over.signal]))) {
      const step = names.get(stepSlugOf(pod.metadata.name, plan.run));
      if (step === undefined || (wanted !== undefined && step !== wanted)) continue;
      const read = readPod(cluster, { ...options, board, pod, step, until: either });
      reading.push(wanted === undefined ? read : read.then(() => over.abort()));
    }
    await Promise.all(reading);
  } finally {
    done.abort();
    await Promise.allSettled([watching, ending]);
  }
}

interface ReadPodOptions extends Pick<FollowRunOptions, 'secrets' | 'clock' | 'emit'> {
  readonly board: PodBoard;
  readonly pod: Pod;
  readonly step: StepId;
  readonly until: AbortSignal;
}

async function readPod(cluster: Cluster, { board, pod, step, secrets, clock, emit, until }: ReadPodOptions): Promise<void> {
  let isOver = false;
  let reading: Promise<unknown> | undefined;
  const nonce = variableOf(pod, NONCE_VARIABLE) ?? '';
  const { name, uid = '' } = pod.metadata;
  let last = pod;
  const log: TailOptions = {
    step,
    attempt: attemptOf(name),
    pod: name,
    nonce,
    mask: maskOf(secrets),
    ended: () => isOver,
    owesTrailer: (hasBegun) => owesTrailer(last, hasBegun),
    now: () => clock.now(),
    emit,
    signal: until,
  };
  for await (const sight of board.follow(uid, until)) {
    last = sight.pod;
    const { running, terminated } = stepState(last) ?? {};
    if (running || terminated) reading ??= tail(cluster, log);
    if (judge(last, { gone: sight.gone, deletedByUs: false }).type === 'ended') break;
  }
  isOver = true;
  await reading;
}

/** A run has ended when its root is gone, or kept. */
async function untilEnded(cluster: Cluster, run: string, { clock, signal }: Pick<FollowRunOptions, 'clock' | 'signal'>): Promise<void> {
  while (!signal.aborted) {
    const root = await cluster.get('ConfigMap', runName(run), { signal });
    if (root === undefined || (isConfigMap(root) && keptUntil(root) !== undefined)) return;
    await clock.sleep(LOOK_MS, signal);
  }
}
