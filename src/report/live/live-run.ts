import type { RunEvent, StepId, StepInfo, StepResult } from '../events.js';

/** Where a step stands; `since` is milliseconds since 1970. */
export type LivePhase =
  | { readonly type: 'pending' }
  /** Its pod was created before its turn. */
  | { readonly type: 'held' }
  | { readonly type: 'starting'; readonly since: number; readonly node?: string }
  | { readonly type: 'waiting'; readonly since: number; readonly message: string; readonly hint?: string }
  | { readonly type: 'running'; readonly since: number }
  | { readonly type: 'retrying'; readonly since: number; readonly pauseMs: number; readonly result: StepResult }
  | { readonly type: 'ended'; readonly result: StepResult };

/** A step as the live view knows it. */
export interface LiveStep {
  readonly info: StepInfo;
  phase: LivePhase;
  /** As it came: most are overtaken by the next before anybody looks. */
  lastLine?: Uint8Array;
}

/** What goes on in a run at this moment, by its events. */
export class LiveRun {
  readonly run: string;
  readonly pipelines: readonly string[];
  readonly startedAt: number;
  readonly steps: ReadonlyMap<StepId, LiveStep>;

  constructor({ run, pipelines, steps, at }: Extract<RunEvent, { type: 'run-started' }>) {
    this.run = run;
    this.pipelines = pipelines;
    this.startedAt = at;
    this.steps = new Map(steps.map((info) => [info.step, { info, phase: { type: 'pending' } }]));
  }

  take(event: RunEvent): void {
    switch (event.type) {
      case 'step-created':
        this.move(event.step, event.held ? { type: 'held' } : { type: 'starting', since: event.at });
        break;
      case 'step-placed':
        this.notePlace(event);
        break;
      case 'step-waiting':
        this.noteWait(event);
        break;
      case 'step-started':
        this.move(event.step, { type: 'running', since: event.at });
        break;
      case 'log':
        this.noteLine(event);
        break;
      case 'step-retried':
        this.move(event.result.step, { type: 'retrying', since: event.at, pauseMs: event.pauseMs, result: event.result });
        break;
      case 'step-finished':
        this.move(event.result.step, { type: 'ended', result: event.result });
        break;
      default:
    }
  }

  /** True when nothing that the step depends on is still to end. */
  isDue({ info }: LiveStep): boolean {
    return info.dependsOn.every((id) => {
      const step = this.steps.get(id);
      return step === undefined || step.phase.type === 'ended' || (step.info.detached && step.phase.type === 'running');
    });
  }

  private move(id: StepId, phase: LivePhase): void {
    const step = this.steps.get(id);
    if (step) step.phase = phase;
  }

  private notePlace({ step: id, at, node }: Extract<RunEvent, { type: 'step-placed' }>): void {
    const phase = this.steps.get(id)?.phase;
    if (phase?.type === 'starting' || phase?.type === 'waiting') this.move(id, { type: 'starting', since: phase.since, node });
    else if (phase?.type !== 'running') this.move(id, { type: 'starting', since: at, node });
  }

  private noteWait({ step: id, at, message, hint }: Extract<RunEvent, { type: 'step-waiting' }>): void {
    const phase = this.steps.get(id)?.phase;
    const since = phase?.type === 'starting' || phase?.type === 'waiting' ? phase.since : at;
    this.move(id, { type: 'waiting', since, message, hint });
  }

  private noteLine({ step: id, at, bytes }: Extract<RunEvent, { type: 'log' }>): void {
    const step = this.steps.get(id);
    if (!step) return;
    step.lastLine = bytes;
    // who follows a run that began before may hear of its log first
    if (step.phase.type !== 'running' && step.phase.type !== 'ended') step.phase = { type: 'running', since: Date.parse(at) };
  }
}
