import type { RunOn } from '../model/pipeline.js';
import type { PlannedStep } from '../plan/run-plan.js';
import type { StepResult } from '../report/events.js';
import type { RunContext } from './context.js';
import { retryAfter } from './retry.js';
import { StepRun } from './step-run.js';
import type { EndVerdict } from './verdict.js';

export interface StepAttemptsOptions {
  /** State of the pipeline that the step sees. */
  readonly sees: RunOn;
  readonly onStarted: () => void;
  /** Called as soon as the last attempt's end is known, before its log is read to the last line. */
  readonly onEnded: (end: EndVerdict) => void;
}

/** All attempts at a step: the next begins when the one before did not pass and its rule allows another. */
export class StepAttempts {
  private readonly stopping = new AbortController();
  private ordered?: Omit<EndVerdict, 'type'>;
  private current?: StepRun;

  constructor(
    private readonly context: RunContext,
    private readonly step: PlannedStep,
    private readonly options: StepAttemptsOptions,
  ) {}

  async run(): Promise<StepResult> {
    const { clock, limits, emit } = this.context;
    for (let attempt = 1; ; attempt++) {
      const run = new StepRun(this.context, this.step, { attempt, variables: this.variables(), onStarted: this.options.onStarted });
      this.current = run;
      if (this.ordered) run.stop(this.ordered);
      const end = await run.untilEnded();
      const policy = { rule: this.step.retry, infraRetries: limits.infraRetries };
      const pause = this.ordered ? undefined : retryAfter({ attempt, end, begun: run.mayHaveBegun }, policy);
      if (pause === undefined) this.options.onEnded(end);
      const result = await run.finish(end);
      if (pause === undefined) {
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

  private variables(): Readonly<Record<string, string>> {
    const { clock, startedAt } = this.context;
    return { CI_PIPELINE_STATUS: this.options.sees, CI_PIPELINE_STARTED: seconds(startedAt), CI_STEP_STARTED: seconds(clock.now()) };
  }
}

function seconds(ms: number): string {
  return String(Math.floor(ms / 1000));
}
