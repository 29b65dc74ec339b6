import type { App } from 'cdk8s';
import type { Pipeline } from './constructs/pipeline.js';
import { startEmbedded } from './embedded.js';
import { SimulatedRuntime } from './local/simulation/simulated-runtime.js';
import { VirtualClock } from './local/simulation/virtual-clock.js';
import { readPlan } from './plan/read-plan.js';
import { type PlannedStep, type RunPlan, stepsOf } from './plan/run-plan.js';
import type { RunEvent, RunReport, StepId } from './report/events.js';
import type { RunLimits } from './runner/limits.js';
import { run } from './runner/run.js';
import { neededSecrets } from './runner/secrets.js';
import { behaviourOf, type SimulatedStep } from './simulated-step.js';

export type { SimulatedStep } from './simulated-step.js';

/** Options of {@link simulate}. */
export interface SimulateOptions {
  /** What steps do, by step; of a list each attempt takes the next, further ones the last. @default - each passes after a second */
  readonly steps?: Readonly<Record<StepId, SimulatedStep | readonly SimulatedStep[]>>;

  /** @default - those of `podline run` */
  readonly limits?: Partial<RunLimits>;

  /** Takes what happens, as it happens. */
  readonly onEvent?: (event: RunEvent) => void | Promise<void>;

  /** Cancels the run. */
  readonly signal?: AbortSignal;
}

/** When a step ran, in seconds from the beginning of the run. */
export interface SimulatedTime {
  readonly step: StepId;
  readonly from: number;
  readonly to: number;
}

/** What came of a simulation. */
export interface SimulatedRun {
  readonly report: RunReport;
  /** The steps that ran, in the order in which they began. */
  readonly times: readonly SimulatedTime[];
}

/** When every simulation begins. */
const BEGINNING = Date.parse('2026-01-01T00:00:00Z');

/**
 * Runs an app's pipelines, or its only one, on an embedded cluster in virtual time: the runner is the real one, the steps are
 * only the time that they take and the way that they end. An hour takes a few seconds.
 *
 * @throws WorkflowError - a pipeline is wrong
 * @throws UsageError - the options name a step that there is not
 * @example
 * ```ts
 * const run = await simulate(pipeline, { steps: { test: { outOfMemory: true } } });
 * expectRun(run).toHaveRun(['build', 'test']).toHaveEnded('failed');
 * ```
 */
export async function simulate(scope: App | Pipeline, options: SimulateOptions = {}): Promise<SimulatedRun> {
  // only whoever has constructs needs them: the command does not load cdk8s for this
  const { manifestOf } = await import('./testing.js');
  const { plan } = readPlan(manifestOf(scope));
  return simulatePlan(plan, options);
}

/** The same for a plan. */
export async function simulatePlan(plan: RunPlan, { steps = {}, limits, onEvent, signal }: SimulateOptions = {}): Promise<SimulatedRun> {
  const clock = new VirtualClock(BEGINNING);
  const behaviours = behaviourOf(plan, steps, (fault) => embedded.faults.inject(fault));
  const runtime = new SimulatedRuntime({ clock, behaviourOf: behaviours });
  const embedded = await startEmbedded({ namespace: plan.namespace, runtime, clock });
  try {
    const report = await run(plan, embedded.cluster, {
      clock,
      limits,
      signal,
      secrets: new Map([...neededSecrets(plan)].map((name) => [name, `simulated-${name}`])),
      holder: 'simulate',
      onEvent: (event) => {
        const taken = onEvent?.(event);
        return taken && clock.hold(taken);
      },
    });
    return { report, times: timesOf(report, stepsOf(plan)) };
  } finally {
    clock.stop();
    await embedded.stop();
  }
}

function timesOf({ startedAt: beginning, steps }: RunReport, planned: readonly PlannedStep[]): readonly SimulatedTime[] {
  const order = new Map(planned.map(({ id }, index) => [id, index]));
  return steps
    .flatMap(({ step, startedAt, finishedAt }) =>
      startedAt === undefined ? [] : [{ step, from: (startedAt - beginning) / 1000, to: ((finishedAt ?? startedAt) - beginning) / 1000 }],
    )
    .sort((a, b) => a.from - b.from || (order.get(a.step) ?? 0) - (order.get(b.step) ?? 0));
}
