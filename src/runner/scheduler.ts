import { InternalError } from '../errors.js';
import type { RunOn } from '../model/pipeline.js';
import { type PlannedStep, type RunPlan, stepsOf } from '../plan/run-plan.js';
import type { StepResult } from '../report/events.js';
import type { RunContext } from './context.js';
import { deferred } from './deferred.js';
import type { Interruption } from './outcome.js';
import { type Ending, initialProgress, isOver, type Progress, record, type ScheduleEvent } from './progress.js';
import { advance } from './schedule.js';
import { StepAttempts } from './step-attempts.js';
import type { EndVerdict } from './verdict.js';

/** Starts, skips and stops the steps of a run as the schedule says, until all have ended. */
export class Scheduler {
  private progress: Progress;
  private readonly steps: ReadonlyMap<string, PlannedStep>;
  private readonly runs = new Map<string, StepAttempts>();
  private readonly ends: Promise<void>[] = [];
  private readonly results = new Map<string, StepResult>();
  private readonly over = deferred();
  private interruption?: Interruption;

  constructor(
    private readonly plan: RunPlan,
    private readonly context: RunContext,
  ) {
    this.progress = initialProgress(plan);
    this.steps = new Map(stepsOf(plan).map((step) => [step.id, step]));
  }

  /** Resolves when every step has ended, rejects when a step could not be followed. */
  async run(): Promise<void> {
    this.proceed();
    await this.over.promise;
    await Promise.all(this.ends);
  }

  /** Ends all steps and starts no more. */
  interrupt(interruption: Interruption): void {
    this.interruption = interruption;
    const message = interruption.type === 'timed-out' ? 'the run reached its time limit' : undefined;
    for (const step of this.runs.values()) step.stop({ state: 'canceled', reason: 'Canceled', message });
  }

  /** Waits until the logs of all steps that were started have been read, whatever became of them. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.ends);
  }

  /** Results in the order of the plan. A step that never came to its turn is skipped; one that nobody waited for is cancelled. */
  allResults(): readonly StepResult[] {
    return [...this.steps.keys()].map(
      (id) => this.results.get(id) ?? (this.runs.has(id) ? abandoned(id) : skipped(id, 'the run ended before')),
    );
  }

  private proceed(event?: ScheduleEvent): void {
    if (event) this.progress = record(this.progress, event);
    if (this.interruption) return;
    const { progress, actions } = advance(this.plan, this.progress, this.context.limits.maxPods);
    this.progress = progress;
    for (const action of actions) {
      if (action.type === 'start') this.start(action.step, action.sees);
      else if (action.type === 'skip') this.ends.push(this.skip(skipped(action.step, action.message)));
      else this.stop(action.step);
    }
    if (isOver(this.progress)) this.over.resolve();
  }

  private start(id: string, sees: RunOn): void {
    const step = this.stepOf(id);
    const run = new StepAttempts(this.context, step, {
      sees,
      onStarted: () => this.proceed({ type: 'started', step: id }),
      onEnded: (end) => this.proceed({ type: 'ended', step: id, ending: endingOf(end, step) }),
    });
    this.runs.set(id, run);
    const end = run.run().then((result) => {
      this.results.set(id, result);
    });
    end.catch((error) => this.over.reject(error));
    this.ends.push(end);
  }

  private async skip(result: StepResult): Promise<void> {
    this.results.set(result.step, result);
    await this.context.emit({ type: 'step-finished', at: this.context.clock.now(), result });
  }

  private stop(id: string): void {
    const end = this.stepOf(id).detached
      ? { state: 'passed' as const }
      : { state: 'canceled' as const, reason: 'Canceled' as const, message: 'another step failed' };
    this.runs.get(id)?.stop(end);
  }

  private stepOf(id: string): PlannedStep {
    const step = this.steps.get(id);
    if (!step) throw new InternalError(`no step "${id}" in the plan`);
    return step;
  }
}

function endingOf({ state }: EndVerdict, { onFailure }: PlannedStep): Ending {
  if (state === 'passed') return 'passed';
  if (state === 'canceled') return 'stopped';
  return onFailure === 'ignore' ? 'ignored' : 'failed';
}

function abandoned(step: string): StepResult {
  return { step, state: 'canceled', attempt: 1, reason: 'Canceled', message: 'nobody waited for its end', logLines: 0 };
}

function skipped(step: string, message: string): StepResult {
  return { step, state: 'skipped', attempt: 0, reason: 'Dependency', message, logLines: 0 };
}
