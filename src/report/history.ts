import type { RunEvent, RunReport, StepId, StepInfo, StepResult } from './events.js';
import { type Span, SpanRecorder } from './spans.js';

/** What was seen of a step. */
export interface StepHistory {
  readonly info: StepInfo;
  /** Absent where its end was not seen. */
  readonly result?: StepResult;
  /** How attempts ended that another one followed. */
  readonly retried: readonly StepResult[];
  readonly spans: readonly Span[];
  readonly logLines: number;
}

/** What was seen of a run, without its logs. */
export interface RunHistory {
  readonly start: Extract<RunEvent, { type: 'run-started' }>;
  /** Absent where its end was not seen. */
  readonly report?: RunReport;
  readonly steps: readonly StepHistory[];
  readonly notices: readonly Extract<RunEvent, { type: 'notice' }>[];
  /** Of the last event. */
  readonly lastAt: number;
}

interface Seen {
  readonly info: StepInfo;
  result?: StepResult;
  readonly retried: StepResult[];
  readonly spans: SpanRecorder;
  logLines: number;
}

/** What is needed of an event: of the lines of logs no more than that they came. */
export type HistoryEvent = Exclude<RunEvent, { type: 'log' }> | Pick<Extract<RunEvent, { type: 'log' }>, 'type' | 'step'>;

/** Gathers what the events of a run come to. */
export class HistoryBuilder {
  private start?: RunHistory['start'];
  private report?: RunReport;
  private readonly steps = new Map<StepId, Seen>();
  private readonly notices: RunHistory['notices'][number][] = [];
  private lastAt = 0;

  take(event: HistoryEvent): void {
    if (event.type !== 'log') this.lastAt = Math.max(this.lastAt, event.at);
    switch (event.type) {
      case 'run-started':
        this.begin(event);
        break;
      case 'step-created':
      case 'step-placed':
      case 'step-waiting':
      case 'step-started':
        this.steps.get(event.step)?.spans.take(event);
        break;
      case 'log':
        this.noteLine(event.step);
        break;
      case 'step-retried':
      case 'step-finished':
        this.end(event);
        break;
      case 'notice':
        this.notices.push(event);
        break;
      case 'run-finished':
        this.finish(event.report);
        break;
      default:
    }
  }

  /** Undefined where the run's start was not seen: then nothing is known of it. */
  history(): RunHistory | undefined {
    if (!this.start) return undefined;
    const { start, report, notices, lastAt } = this;
    const steps = [...this.steps.values()].map(({ spans, ...seen }) => ({ ...seen, spans: spans.until(lastAt) }));
    return { start, report, steps, notices, lastAt };
  }

  /** Who resumes a run announces it again: what was seen before stays. */
  private begin(event: RunHistory['start']): void {
    this.start ??= event;
    for (const info of event.steps)
      if (!this.steps.has(info.step)) this.steps.set(info.step, { info, retried: [], spans: new SpanRecorder(), logLines: 0 });
  }

  private noteLine(id: StepId): void {
    const step = this.steps.get(id);
    if (step) step.logLines++;
  }

  private end(event: Extract<RunEvent, { type: 'step-retried' | 'step-finished' }>): void {
    const step = this.steps.get(event.result.step);
    if (!step) return;
    step.spans.take(event);
    if (event.type === 'step-finished') step.result = event.result;
    else step.retried.push(event.result);
  }

  private finish(report: RunReport): void {
    this.report = report;
    for (const result of report.steps) {
      const step = this.steps.get(result.step);
      if (step) step.result ??= result;
    }
  }
}
