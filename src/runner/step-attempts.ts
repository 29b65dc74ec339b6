import type { RunOn } from '../model/pipeline.js';
import type { PlannedStep } from '../plan/run-plan.js';
import type { StepResult } from '../report/events.js';
import type { RunContext } from './context.js';
import { retryAfter } from './retry.js';
import type { Taken } from './start-ahead.js';
import { StepRun } from './step-run.js';
import type { StepListener } from './step-run-options.js';
import type { EndVerdict } from './verdict.js';

export interface StepAttemptsOptions {
  /** State of the pipeline that the step sees. */
  readonly sees: RunOn;
  readonly taken: Taken;
  /** Others rely on it already, for another runner has seen it ready. */
  readonly isReliedOn: boolean;
  readonly listener: StepListener;
  /** Called as soon as the last attempt's end is known, before its log is read to the last line. */
  readonly onEnded: (end: EndVerdict) => void;
  /** Resolves when the ends were told of the steps that it depends on: it may be let go, and end, before their pods say that they have. */
  readonly untilDependenciesTold: () => Promise<unknown>;
}

/** All attempts at a step: the next begins when the one before did not pass and its rule allows another. */
export class StepAttempts {
  private readonly stopping = new AbortController();
  private ordered?: Omit<EndVerdict, 'type'>;
  private current?: StepRun;
  private placedAttempt?: number;

  constructor(
    private readonly context: RunContext,
    private readonly step: PlannedStep,
    private readonly options: StepAttemptsOptions,
  ) {}

  async run(): Promise<StepResult> {
    const { clock, limits, emit } = this.context;
    const { taken, isReliedOn } = this.options;
    let { held, existing } = taken;
    for (let attempt = taken.attempt, tried = taken.tries; ; attempt++) {
      const options = { attempt, variables: this.variables(), held, existing, isReliedOn, listener: this.listenerOf(attempt) };
      const run = new StepRun(this.context, this.step, options);
      [held, existing] = [undefined, undefined];
      this.current = run;
      if (this.ordered) run.stop(this.ordered);
      let end = await run.untilEnded();
      if (!this.ordered && (await run.wasHeldInVain(end))) continue;
      const policy = { rule: this.step.retry, infraRetries: limits.infraRetries };
      let pause = retryAfter({ attempt: tried++, end, begun: run.mayHaveBegun }, policy);
      // the last word would have been that of another attempt
      if (this.ordered && pause !== undefined) [end, pause] = [{ type: 'ended', ...this.ordered }, undefined];
      if (pause === undefined) this.options.onEnded(end);
      const result = await run.finish(end);
      if (pause === undefined) {
        await this.options.untilDependenciesTold();
        await emit({ type: 'step-finished', at: clock.now(), result });
        return result;
      }
      await emit({ type: 'step-retried', at: clock.now(), result, pauseMs: pause * 1000 });
      await clock.sleep(pause * 1000, this.stopping.signal);
    }
  }

  /** Ends the step in this way, and makes no further attempt. */
  stop(end: Omit<EndVerdict, 'type'>): void {
    this.ordered ??= end;
    this.stopping.abort();
    this.current?.stop(end);
  }

  /** Tells of an attempt's node once, however often its pod is seen there. */
  private listenerOf(attempt: number): StepListener {
    const { listener } = this.options;
    const onPlaced = (node: string) => {
      if (this.placedAttempt !== attempt) this.tellPlace(attempt, node);
      listener.onPlaced(node);
    };
    return { ...listener, onPlaced };
  }

  private tellPlace(attempt: number, node: string): void {
    const { clock, emit } = this.context;
    this.placedAttempt = attempt;
    void emit({ type: 'step-placed', at: clock.now(), step: this.step.id, attempt, node });
  }

  private variables(): Readonly<Record<string, string>> {
    const { clock, startedAt } = this.context;
    return { CI_PIPELINE_STATUS: this.options.sees, CI_PIPELINE_STARTED: seconds(startedAt), CI_STEP_STARTED: seconds(clock.now()) };
  }
}

function seconds(ms: number): string {
  return String(Math.floor(ms / 1000));
}
