import { describe, expect, it } from 'vitest';
import type { RunOn } from '../../../src/model/pipeline.js';
import { type PlannedStep, type RunPlan, stepsOf } from '../../../src/plan/run-plan.js';
import { type Ending, initialProgress, isOver, type Progress, record } from '../../../src/runner/progress.js';
import { advance } from '../../../src/runner/schedule.js';
import { seeded } from '../cluster/seeded.js';
import { pipelineOf, planOf, stepOf } from './plans.js';

const RUNS = 500;
const ROOM = { pods: 20, pipelines: 0, held: new Set<string>() };
const STATES: readonly [readonly RunOn[], ...(readonly RunOn[])[]] = [['success'], ['failure'], ['success', 'failure']];

type Random = () => number;

function pick<T>(random: Random, items: readonly [T, ...T[]]): T {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

/** Some pipelines, in an order that need not be that of the graph, with steps of every sort. */
function randomPlan(random: Random): RunPlan {
  const count = 1 + Math.floor(random() * 3);
  const pipelines = Array.from({ length: count }, (_, p) => {
    const names = Array.from({ length: 1 + Math.floor(random() * 8) }, (_, s) => `p${p}/s${s}`);
    const steps = names.map((id, s) =>
      stepOf(id, {
        dependsOn: names.slice(0, s).filter(() => random() < 0.3),
        runOn: random() < 0.7 ? ['success'] : pick(random, STATES),
        onFailure: pick(random, ['fail', 'fail', 'fail', 'ignore', 'cancel']),
        detached: random() < 0.2,
      }),
    );
    const dependsOn = Array.from({ length: p }, (_, before) => `p${before}`).filter(() => random() < 0.4);
    return pipelineOf(random() < 0.5 ? steps : steps.reverse(), { name: `p${p}`, dependsOn, runOn: pick(random, STATES) });
  });
  return planOf(...(random() < 0.5 ? pipelines : pipelines.reverse()));
}

interface History {
  /** The moment (count of events) at which each step was started, was seen running, and ended; absent where it never was. */
  readonly started: ReadonlyMap<string, number>;
  readonly running: ReadonlyMap<string, number>;
  readonly ended: ReadonlyMap<string, number>;
  readonly endings: ReadonlyMap<string, readonly Ending[]>;
  readonly mostPods: number;
  readonly mostPipelines: number;
}

/** Runs a plan: what each step does is fixed by the seed, when it does so by the order of its random delays. */
function simulate(
  plan: RunPlan,
  { random, room, pipelines }: { readonly random: Random; readonly room: number; readonly pipelines: number },
): History {
  const steps = new Map(stepsOf(plan).map((step) => [step.id, step]));
  const fates = new Map(stepsOf(plan).map(({ id }) => [id, { delay: random(), length: random(), fails: random() < 0.3 }]));
  const started = new Map<string, number>();
  const running = new Map<string, number>();
  const ended = new Map<string, number>();
  const endings = new Map<string, Ending[]>();
  const queue: { at: number; step: string; what: 'runs' | 'ends' | 'stopped' }[] = [];
  let mostPods = 0;
  let mostPipelines = 0;
  let progress = initialProgress(plan);
  const end = (step: string, ending: Ending, moment: number) => {
    ended.set(step, moment);
    endings.set(step, [...(endings.get(step) ?? []), ending]);
  };
  for (let moment = 0, now = 0; ; moment++) {
    const next = advance(plan, progress, { pods: room, pipelines, held: new Set() });
    progress = next.progress;
    for (const action of next.actions) {
      const fate = fates.get(action.step) ?? { delay: 0, length: 0, fails: false };
      if (action.type === 'skip') end(action.step, 'skipped', moment);
      else if (action.type === 'stop') queue.push({ at: now, step: action.step, what: 'stopped' });
      else {
        expect(started.has(action.step)).toBe(false);
        started.set(action.step, moment);
        queue.push({ at: now + fate.delay, step: action.step, what: 'runs' });
        if (!steps.get(action.step)?.detached || fate.fails)
          queue.push({ at: now + fate.delay + fate.length, step: action.step, what: 'ends' });
      }
    }
    mostPods = Math.max(mostPods, started.size - [...ended.keys()].filter((id) => started.has(id)).length);
    mostPipelines = Math.max(mostPipelines, plan.pipelines.filter((pipeline) => isUnderWay(pipeline.steps, progress)).length);
    queue.sort((a, b) => a.at - b.at);
    const due = queue.shift();
    if (!due) return { started, running, ended, endings, mostPods, mostPipelines };
    now = due.at;
    if (ended.has(due.step)) continue;
    if (due.what === 'runs') {
      running.set(due.step, moment + 1);
      progress = record(progress, { type: 'started', step: due.step });
    } else {
      const step = steps.get(due.step);
      const failing = step?.onFailure === 'ignore' ? 'ignored' : 'failed';
      const ending = due.what === 'stopped' ? (step?.detached ? 'passed' : 'stopped') : fates.get(due.step)?.fails ? failing : 'passed';
      end(due.step, ending, moment + 1);
      progress = record(progress, { type: 'ended', step: due.step, ending });
    }
    if (queue.length === 0 && isOver(progress)) return { started, running, ended, endings, mostPods, mostPipelines };
  }
}

function isUnderWay(steps: readonly PlannedStep[], progress: Progress): boolean {
  const phases = steps.map(({ id }) => progress.get(id)?.phase);
  return phases.some((phase) => phase !== 'waiting') && !phases.every((phase) => phase === 'ended');
}

/** The moment from which nobody waits for the step any more. */
function behindAt({ id, detached }: PlannedStep, { running, ended }: History): number {
  return Math.min(
    ended.get(id) ?? Number.POSITIVE_INFINITY,
    detached ? (running.get(id) ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY,
  );
}

describe(`${RUNS} random runs`, () => {
  const runs = Array.from({ length: RUNS }, (_, seed) => {
    const random = seeded(seed);
    const plan = randomPlan(random);
    const room = pick(random, [1, 2, 3, 20]);
    const pipelines = pick(random, [0, 1, 2]);
    const history = simulate(plan, { random: seeded(seed + RUNS), room, pipelines });
    const steps = new Map(stepsOf(plan).map((step) => [step.id, step]));
    return { seed, plan, room, pipelines, history, steps };
  });

  it('end each step exactly once', () => {
    for (const { seed, plan, history } of runs)
      for (const { id } of stepsOf(plan)) expect(history.endings.get(id), `seed ${seed}, step ${id}`).toHaveLength(1);
  });

  it('have no more pipelines under way than they may', () => {
    for (const { seed, pipelines, history } of runs)
      if (pipelines > 0) expect(history.mostPipelines, `seed ${seed}`).toBeLessThanOrEqual(pipelines);
  });

  it('start no step before those it depends on, nor before the pipelines that its own depends on', () => {
    for (const { seed, plan, history, steps } of runs)
      for (const pipeline of plan.pipelines) {
        const before = plan.pipelines.filter(({ name }) => pipeline.dependsOn.includes(name)).flatMap((other) => other.steps);
        for (const { id, dependsOn } of pipeline.steps) {
          const at = history.started.get(id);
          if (at === undefined) continue;
          for (const step of dependsOn.flatMap((need) => steps.get(need) ?? []))
            expect(at, `seed ${seed}, ${id} after ${step.id}`).toBeGreaterThanOrEqual(behindAt(step, history));
          for (const step of before)
            expect(at, `seed ${seed}, ${id} after ${step.id}`).toBeGreaterThanOrEqual(
              history.ended.get(step.id) ?? Number.POSITIVE_INFINITY,
            );
        }
      }
  });

  it('start or skip a step at the very moment its turn has come, where there is room', () => {
    for (const { seed, plan, history, steps, room, pipelines } of runs) {
      if (room < 20 || pipelines > 0) continue;
      for (const pipeline of plan.pipelines) {
        const before = plan.pipelines.filter(({ name }) => pipeline.dependsOn.includes(name)).flatMap((other) => other.steps);
        for (const { id, dependsOn } of pipeline.steps) {
          const turn = Math.max(
            0,
            ...before.map((step) => history.ended.get(step.id) ?? Number.POSITIVE_INFINITY),
            ...dependsOn.flatMap((need) => steps.get(need) ?? []).map((step) => behindAt(step, history)),
          );
          expect(history.started.get(id) ?? history.ended.get(id), `seed ${seed}, step ${id}`).toBe(turn);
        }
      }
    }
  });

  it('have no more pods at a time than there is room for, but one beside detached steps', () => {
    for (const { seed, history, plan, room } of runs) {
      const detached = stepsOf(plan).filter((step) => step.detached).length;
      expect(history.mostPods, `seed ${seed}`).toBeLessThanOrEqual(Math.max(room, detached + 1));
      if (detached === 0) expect(history.mostPods, `seed ${seed}`).toBeLessThanOrEqual(room);
    }
  });

  it('are the same once more for the same seed', () => {
    for (const { seed, plan, room, pipelines, history } of runs)
      expect(simulate(plan, { random: seeded(seed + RUNS), room, pipelines })).toEqual(history);
  });
});

describe('a run of 2,000 steps', () => {
  it('starts each of them', () => {
    const ids = Array.from({ length: 2000 }, (_, index) => `s${index}`);
    const before = (index: number) => [index - 1, index - 7, index - 40].flatMap((other) => ids[other] ?? []);
    const plan = planOf(pipelineOf(ids.map((id, index) => stepOf(id, { dependsOn: before(index) }))));

    let { progress, actions } = advance(plan, initialProgress(plan), ROOM);
    const queue = actions.map(({ step }) => step);
    for (const step of queue) {
      ({ progress, actions } = advance(plan, record(progress, { type: 'ended', step, ending: 'passed' }), ROOM));
      queue.push(...actions.map((action) => action.step));
    }

    expect(queue).toHaveLength(2000);
    expect(isOver(progress)).toBe(true);
  });
});
