import type { RunEvent, StepResult } from './events.js';

/** What a step did for a while. */
export type SpanKind =
  /** Its pod was there before its turn. */
  | 'held'
  /** From its turn until a node was chosen. */
  | 'scheduling'
  /** Something was in the way: no node, no volume, no quota. */
  | 'waiting'
  /** On its node: the image is pulled, the container started. */
  | 'pulling'
  | 'running'
  /** Between two attempts. */
  | 'pause';

export interface Span {
  readonly kind: SpanKind;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly attempt: number;
  /** What was in the way. */
  readonly message?: string;
}

type SpanEvent = Extract<
  RunEvent,
  { type: 'step-created' | 'step-placed' | 'step-waiting' | 'step-started' | 'step-retried' | 'step-finished' }
>;

/** Tells from a step's events what it did when. */
export class SpanRecorder {
  private readonly spans: Span[] = [];
  private open?: Omit<Span, 'to'>;

  take(event: SpanEvent): void {
    switch (event.type) {
      case 'step-created':
        this.begin({ kind: event.held ? 'held' : 'scheduling', from: event.at, attempt: event.attempt });
        break;
      case 'step-placed':
        this.place(event);
        break;
      case 'step-waiting':
        this.wait(event);
        break;
      case 'step-started':
        this.begin({ kind: 'running', from: event.at, attempt: event.attempt });
        break;
      case 'step-retried':
        this.end(event.result, event.at);
        this.begin({ kind: 'pause', from: event.result.finishedAt ?? event.at, attempt: event.result.attempt });
        break;
      case 'step-finished':
        this.end(event.result, event.at);
        break;
    }
  }

  /** All spans, the last one up to a moment where it has no end of its own. */
  until(at: number): readonly Span[] {
    const { open, spans } = this;
    return open ? [...spans, { ...open, to: Math.max(open.from, at) }] : spans;
  }

  private wait({ at, reason, message }: Extract<RunEvent, { type: 'step-waiting' }>): void {
    const kind = reason === 'ImagePull' ? 'pulling' : 'waiting';
    const { open } = this;
    if (open?.kind === kind && open.message === message) return;
    // it has waited since its turn came, or its node was chosen: only nobody had asked for what yet
    const isSilent = (open?.kind === 'scheduling' || open?.kind === 'pulling') && open.message === undefined;
    const from = isSilent ? open.from : at;
    if (isSilent) this.open = undefined;
    this.begin({ kind, from, attempt: open?.attempt ?? 1, message });
  }

  /** A held pod is on its node long before its turn. */
  private place({ at, attempt }: Extract<RunEvent, { type: 'step-placed' }>): void {
    const { open } = this;
    if (open?.kind === 'scheduling' || open?.kind === 'waiting') this.begin({ kind: 'pulling', from: at, attempt });
  }

  private begin(next: Omit<Span, 'to'>): void {
    this.close(next.from);
    this.open = next;
  }

  /** The times of a result are finer than those of events: the node's own, where the log tells them. */
  private end({ readyAt, startedAt, finishedAt }: StepResult, at: number): void {
    const { open } = this;
    const from = startedAt ?? open?.from;
    if (open?.kind === 'running' && from !== undefined) {
      this.open = { ...open, from };
      const before = this.spans.pop();
      if (before) this.pushBefore(before, { readyAt, startedAt: from });
    }
    this.close(finishedAt ?? at);
  }

  /** What came before the start ends with it, and being held with the step's turn. */
  private pushBefore(before: Span, { readyAt, startedAt }: { readonly readyAt?: number; readonly startedAt: number }): void {
    if (before.kind !== 'held' || readyAt === undefined) this.push({ ...before, to: startedAt });
    else {
      this.push({ ...before, to: Math.min(readyAt, startedAt) });
      this.push({ kind: 'pulling', from: Math.max(readyAt, before.from), to: startedAt, attempt: before.attempt });
    }
  }

  private close(at: number): void {
    if (this.open) this.push({ ...this.open, to: at });
    this.open = undefined;
  }

  private push(span: Span): void {
    if (span.to > span.from) this.spans.push(span);
  }
}
