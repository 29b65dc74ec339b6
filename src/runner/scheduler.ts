import { InternalError } from '../errors.js';
import type { RunOn } from '../model/pipeline.js';
import { type PlannedStep, type RunPlan, stepsOf } from '../plan/run-plan.js';
import type { StepResult } from '../report/events.js';
import type { RunContext } from './context.js';
import { deferred } from './deferred.js';
import type { Interruption } from './outcome.js';
import { type Ending, initialProgress, isOver, type Progress, record, type ScheduleEvent } from './progress.js';
import { advance } from './schedule.js';
import { StartAhead } from './start-ahead.js';
import { StepAttempts } from './step-attempts.js';

const PAST_LIMIT = { reason: 'TimedOut', message: 'the run reached its time limit' } as const;

/** Starts, skips and stops the steps of a run as the schedule says, until all have ended. */
export class Scheduler {
  private progress: Progress;
  private readonly steps: ReadonlyMap<string, PlannedStep>;
  private readonly runs = new Map<string, StepAttempts>();
  /** By step: settles when its end was told. */
  private readonly ends = new Map<string, Promise<void>>();
  private readonly results = new Map<string, StepResult>();
  private readonly ahead: StartAhead;
  private readonly over = deferred();
  /** Resolves when the ends were told of all steps that have ended so far; their logs may be read for longer. */
  private told: Promise<unknown> = Promise.resolve();
  private interruption?: Interruption;

  constructor(
    private readonly plan: RunPlan,
    private readonly context: RunContext,
  ) {
    this.steps = new Map(stepsOf(plan).map((step) => [step.id, step]));
    this.progress = initialProgress(plan, this.resumedEndings());
    this.ahead = new StartAhead(plan, context, {
      stepOf: (id) => this.stepOf(id),
      onRoom: () => this.proceed(),
      onError: (error) => this.over.reject(error),
    });
  }

  /** Resolves when every step has ended, rejects when a step could not be followed. */
  async run(): Promise<void> {
    this.proceed();
    await this.over.promise;
    await Promise.all(this.ends.values());
  }

  /** Ends all steps and starts no more. */
  interrupt(interruption: Interruption): void {
    this.interruption = interruption;
    this.ahead.stop();
    const why = interruption.type === 'timed-out' ? PAST_LIMIT : ({ reason: 'Canceled' } as const);
    for (const step of this.runs.values()) step.stop({ state: 'canceled', ...why });
  }

  /** Waits until the logs of all steps that were started have been read, whatever became of them. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.ends.values(), this.ahead.settled()]);
  }

  /** Results in the order of the plan. A step that never came to its turn is skipped; one that nobody waited for is cancelled. */
  allResults(): readonly StepResult[] {
    return [...this.steps.keys()].map(
      (id) => this.results.get(id) ?? (this.runs.has(id) ? abandoned(id) : skipped(id, 'the run ended before')),
    );
  }

  /** How the steps ended that another runner has seen to their end. */
  private resumedEndings(): ReadonlyMap<string, Ending> {
    const endings = new Map<string, Ending>();
    for (const [id, resumed] of this.context.resumed) {
      if (resumed.type !== 'ended') continue;
      this.results.set(id, resumed.result);
      endings.set(id, endingOf(resumed.result, this.stepOf(id)));
    }
    return endings;
  }

  private proceed(event?: ScheduleEvent): void {
    if (event && !this.learn(event)) return;
    if (this.interruption) return;
    const { progress, actions } = advance(this.plan, this.progress, this.ahead.room);
    this.progress = progress;
    for (const action of actions) {
      if (action.type === 'start') this.start(action.step, action.sees);
      else if (action.type === 'skip') this.ends.set(action.step, this.skip(skipped(action.step, action.message)));
      else this.stop(action.step, action.because);
    }
    this.ahead.update(this.progress);
    if (isOver(this.progress)) this.over.resolve();
  }

  /** False where the event tells nothing new. */
  private learn(event: ScheduleEvent): boolean {
    const before = this.progress;
    this.progress = record(before, event);
    if (this.progress === before) return false;
    this.ahead.note(event);
    return true;
  }

  private start(id: string, sees: RunOn): void {
    const step = this.stepOf(id);
    const run = new StepAttempts(this.context, step, {
      sees,
      taken: this.ahead.take(id),
      isReliedOn: this.isReliedOn(id),
      listener: {
        onPlaced: () => this.proceed({ type: 'placed', step: id }),
        onNoRoom: () => this.ahead.stop(),
        onStarted: () => this.proceed({ type: 'started', step: id }),
        // who is tried again must not have let others go
        onTrailed: () => {
          if (step.retry === undefined) this.proceed({ type: 'trailed', step: id });
        },
      },
      untilDependenciesTold: () => this.untilTold(step.dependsOn),
      onEnded: (end) => {
        this.told = Promise.allSettled([this.told, this.ends.get(id)]);
        this.proceed({ type: 'ended', step: id, ending: endingOf(end, step) });
      },
    });
    this.runs.set(id, run);
    const end = run.run().then((result) => {
      this.results.set(id, result);
    });
    end.catch((error) => this.over.reject(error));
    this.ends.set(id, end);
  }

  /** A detached step ends after those that depend on it. */
  private untilTold(steps: readonly string[]): Promise<unknown> {
    return Promise.allSettled(steps.map((id) => (this.stepOf(id).detached ? undefined : this.ends.get(id))));
  }

  /** True where another runner has begun a step that waits for this one. */
  private isReliedOn(id: string): boolean {
    return [...this.context.resumed].some(
      ([other, { type, ...resumed }]) =>
        (type === 'ended' || (type === 'begun' && 'isHeld' in resumed && !resumed.isHeld)) && this.stepOf(other).dependsOn.includes(id),
    );
  }

  /** Tells it after what led to it. */
  private async skip(result: StepResult): Promise<void> {
    this.results.set(result.step, result);
    await this.told;
    await this.context.emit({ type: 'step-finished', at: this.context.clock.now(), result });
  }

  private stop(id: string, because: string | undefined): void {
    const canceled = { state: 'canceled', reason: 'Canceled', message: `${because} failed` } as const;
    this.runs.get(id)?.stop(because === undefined ? { state: 'passed' } : canceled);
  }

  private stepOf(id: string): PlannedStep {
    const step = this.steps.get(id);
    if (!step) throw new InternalError(`no step "${id}" in the plan`);
    return step;
  }
}

function endingOf({ state }: Pick<StepResult, 'state'>, { onFailure }: PlannedStep): Ending {
  if (state === 'passed' || state === 'skipped') return state;
  if (state === 'canceled') return 'stopped';
  return onFailure === 'ignore' ? 'ignored' : 'failed';
}

function abandoned(step: string): StepResult {
  return { step, state: 'canceled', attempt: 1, reason: 'Canceled', message: 'nobody waited for its end', logLines: 0 };
}

function skipped(step: string, message: string): StepResult {
  return { step, state: 'skipped', attempt: 0, reason: 'Dependency', message, logLines: 0 };
}
