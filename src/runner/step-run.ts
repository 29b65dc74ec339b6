import type { Pod } from '../contract/objects.js';
import type { PlannedStep } from '../plan/run-plan.js';
import type { StepResult } from '../report/events.js';
import { withLog } from './container-end.js';
import type { RunContext } from './context.js';
import { createPod } from './create-pod.js';
import { pinnedTo, volumeNode } from './node-pin.js';
import { endOfLostNode } from './pod-end.js';
import { isServing, mayHaveBegun } from './pod-facts.js';
import { preparePod } from './prepare-pod.js';
import { type Tail, tail } from './tail.js';
import { SETTLE_MS } from './teardown.js';
import { type EndVerdict, judge, type Verdict } from './verdict.js';
import { watchWait } from './watch-wait.js';

export interface StepRunOptions {
  readonly attempt: number;
  /** Variables that are known only now. */
  readonly variables: Readonly<Record<string, string>>;
  /** Called at each change once others may rely on the step: it runs, and is ready where it has a readiness probe. */
  readonly onStarted: () => void;
}

/** One attempt at a step: from the creation of its pod to the last line of its log. */
export class StepRun {
  /** Aborts when the container runs: nothing is waited for any more. */
  private readonly running = new AbortController();
  private readonly ended = new AbortController();
  /** Aborts when the pod's node has not ended it in time. */
  private readonly lost = new AbortController();
  private dying?: Promise<void>;
  private readonly readyAt: number;
  private pod: Pod;
  private created = false;
  private tailing?: Promise<Tail>;
  /** How the step ends whatever its pod says, because we end it. */
  private ordered?: EndVerdict;

  constructor(
    private readonly context: RunContext,
    private readonly step: PlannedStep,
    private readonly options: StepRunOptions,
  ) {
    const { owner, nonce, oneNode, board } = context;
    this.readyAt = context.clock.now();
    const pod = preparePod(step.pod, { attempt: options.attempt, owner, nonce, variables: options.variables });
    const node = oneNode ? volumeNode(board.pods) : undefined;
    this.pod = node === undefined ? pod : pinnedTo(pod, node);
  }

  /** False while the script, or the process of an image without one, has certainly not begun. */
  get mayHaveBegun(): boolean {
    return this.tailing !== undefined || mayHaveBegun(this.pod);
  }

  /** Reads the log to its last line. */
  async finish(end: EndVerdict): Promise<StepResult> {
    const result = this.result(end, await this.tailing);
    this.context.record.end(this.pod.metadata.name, result);
    return result;
  }

  /** Ends the step in this way: its pod is told to stop and has its grace period. Does nothing once it has ended. */
  stop(end: Omit<EndVerdict, 'type'>): void {
    if (this.ordered || this.ended.signal.aborted) return;
    this.ordered = { type: 'ended', ...end };
    this.running.abort();
    if (this.created) this.deletePod();
  }

  /** Creates the pod and follows it to its end. */
  async untilEnded(): Promise<EndVerdict> {
    const { context, step, options } = this;
    try {
      await context.record.begin(this.pod.metadata.name, options.attempt);
      const signal = AbortSignal.any([context.signal, this.running.signal]);
      const created = await createPod(context, step.id, { pod: this.pod, signal });
      if ('type' in created) return created;
      this.pod = created;
      this.created = true;
      if (this.ordered) this.deletePod();
      await context.emit({
        type: 'step-created',
        at: context.clock.now(),
        step: step.id,
        attempt: options.attempt,
        pod: created.metadata.name,
      });
      const [end] = await Promise.all([this.follow(), this.endFutileWait()]);
      return end;
    } catch (error) {
      if (this.ordered && !this.created) return this.ordered;
      throw error;
    } finally {
      this.running.abort();
      this.ended.abort();
    }
  }

  private async follow(): Promise<EndVerdict> {
    const { board, signal } = this.context;
    for await (const { pod, gone } of board.follow(this.pod.metadata.uid ?? '', AbortSignal.any([signal, this.lost.signal]))) {
      this.pod = pod;
      if (pod.metadata.deletionTimestamp !== undefined) this.dying ??= this.outlast(pod);
      const verdict = judge(pod, { gone, deletedByUs: this.ordered !== undefined });
      await this.begin(verdict);
      if (this.tailing && isServing(pod)) this.options.onStarted();
      if (verdict.type !== 'ended') continue;
      this.running.abort();
      return this.ordered ? { ...this.ordered, startedAt: verdict.startedAt, finishedAt: verdict.finishedAt } : verdict;
    }
    if (this.lost.signal.aborted) return this.ordered ?? { type: 'ended', ...endOfLostNode(this.pod) };
    return this.ordered ?? { type: 'ended', state: 'canceled' };
  }

  /** Nobody but its node ends a deleted pod, and a node that is lost never does. */
  private async outlast({ metadata }: Pod): Promise<void> {
    await this.context.clock.sleep((metadata.deletionGracePeriodSeconds ?? 0) * 1000 + SETTLE_MS, this.ended.signal);
    this.lost.abort();
  }

  /** Once the container has begun to run its log is read and its time limit counts. */
  private async begin(verdict: Verdict): Promise<void> {
    if (verdict.type === 'waiting' || verdict.startedAt === undefined || this.tailing) return;
    const { context, step, options, ended } = this;
    this.running.abort();
    await context.emit({ type: 'step-started', at: context.clock.now(), step: step.id, attempt: options.attempt });
    this.tailing = tail(context.cluster, {
      step: step.id,
      attempt: options.attempt,
      pod: this.pod.metadata.name,
      nonce: context.nonce,
      mask: context.mask,
      ended: () => ended.signal.aborted,
      emit: context.emit,
      now: () => context.clock.now(),
      signal: context.signal,
    });
    // its error is that of run(), which waits for it later
    this.tailing.catch(() => undefined);
    if (step.timeoutSeconds !== undefined) void this.limit(step.timeoutSeconds);
  }

  private async limit(seconds: number): Promise<void> {
    await this.context.clock.sleep(seconds * 1000, this.ended.signal);
    this.stop({
      state: 'failed',
      reason: 'TimedOut',
      message: `it ran longer than its timeout of ${seconds} s`,
      hint: 'raise the timeout of the step',
    });
  }

  private async endFutileWait(): Promise<void> {
    const wait = await watchWait(this.context, { step: this.step.id, pod: () => this.pod, signal: this.running.signal });
    if (wait) this.stop({ state: 'error', reason: wait.reason, message: wait.message, hint: wait.hint });
  }

  private deletePod(): void {
    const { cluster, limits, signal } = this.context;
    const { name, uid } = this.pod.metadata;
    // what a deletion could not remove is found by the tear-down
    cluster.delete('Pod', name, { gracePeriodSeconds: limits.stopTimeoutSeconds, uid, signal }).catch(() => undefined);
  }

  private result(end: EndVerdict, log: Tail | undefined): StepResult {
    const { state, exitCode, reason, message, hint } = withLog(end, { pod: this.pod, log: log?.lastLines ?? [] });
    const failed = state === 'failed' || state === 'error';
    return {
      step: this.step.id,
      state,
      attempt: this.options.attempt,
      exitCode,
      reason,
      message,
      hint,
      ignored: (failed && this.step.onFailure === 'ignore') || undefined,
      readyAt: this.readyAt,
      startedAt: log?.startedAt ?? end.startedAt,
      finishedAt: log?.finishedAt ?? end.finishedAt ?? this.context.clock.now(),
      logLines: log?.lines ?? 0,
      lastLines: failed ? log?.lastLines : undefined,
    };
  }
}
