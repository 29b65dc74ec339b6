import { GATE_STATUS, gateLine } from '../contract/markers.js';
import type { Pod } from '../contract/objects.js';
import type { PlannedStep } from '../plan/run-plan.js';
import type { StepResult } from '../report/events.js';
import { attemptPod } from './attempt-pod.js';
import type { RunContext } from './context.js';
import { createPod } from './create-pod.js';
import { feed } from './feed.js';
import type { HeldPod } from './held-pod.js';
import { deletedFromOutside, endOfLostNode, isDisrupted, pastTimeout } from './pod-end.js';
import { hasEnded, hasGate, isIdle, mayHaveBegun, owesTrailer } from './pod-facts.js';
import { lacksRoom } from './scheduling-wait.js';
import { Serving } from './serving.js';
import { wantsInput } from './source-cut.js';
import { recordedEnd, stepResult } from './step-result.js';
import type { StepRunOptions } from './step-run-options.js';
import { stopPod } from './stop-pod.js';
import type { Tail } from './tail.js';
import { tailOf } from './tail-of.js';
import { SETTLE_MS } from './teardown.js';
import { type EndVerdict, judge, type Verdict } from './verdict.js';
import { wasThere } from './was-there.js';
import { watchWait } from './watch-wait.js';

/** One attempt at a step: from the creation of its pod, or its turn, to the last line of its log. */
export class StepRun {
  /** Aborts when the container runs: nothing is waited for any more. */
  private readonly running = new AbortController();
  private readonly ended = new AbortController();
  /** Aborts when the pod's node has not ended it in time. */
  private readonly lost = new AbortController();
  private dying?: Promise<void>;
  private readonly readyAt: number;
  private readonly serving: Serving;
  private pod: Pod;
  private created = false;
  private begun = false;
  private isRefused = false;
  /** Nobody knows what became of its pod. */
  private isUnaccounted = false;
  private tailing?: Promise<Tail>;
  private feeding?: Promise<void>;
  /** How the step ends whatever its pod says, because we end it. */
  private ordered?: EndVerdict;

  constructor(
    private readonly context: RunContext,
    private readonly step: PlannedStep,
    private readonly options: StepRunOptions,
  ) {
    this.readyAt = context.clock.now();
    this.pod = attemptPod(context, step, options);
    this.serving = new Serving(step, { ...options, context, onLate: (end) => this.stop(end) });
  }

  /** False while the script, or the process of an image without one, has certainly not begun. */
  get mayHaveBegun(): boolean {
    return this.isUnaccounted || (this.options.held?.gate.wasWritten ?? (this.begun || mayHaveBegun(this.pod)));
  }

  /** True where the pod was held and has ended without its script: nothing has happened yet. */
  async wasHeldInVain({ exitCode }: EndVerdict): Promise<boolean> {
    const { held } = this.options;
    if (!held || this.isRefused) return this.isRefused;
    if (this.ordered || (exitCode !== GATE_STATUS && held.gate.wasWritten)) return false;
    await this.tailing;
    return !this.begun;
  }

  /** Reads the log to its last line. */
  async finish(end: EndVerdict): Promise<StepResult> {
    const { context, step, options, pod, readyAt } = this;
    const log = await this.tailing;
    context.record.end(pod.metadata.name, options.attempt, end);
    return stepResult({ step, attempt: options.attempt, pod, end, log, readyAt, now: context.clock.now() });
  }

  /** Ends the step in this way: its pod is told to stop and has its grace period. Does nothing once it has ended. */
  stop(end: Omit<EndVerdict, 'type'>): void {
    if (this.ordered || this.ended.signal.aborted) return;
    this.ordered = { type: 'ended', ...end };
    this.running.abort();
    if (this.created) void this.stopInOrder(this.ordered);
  }

  /** Creates the pod, or lets the held one go, and follows it to its end. */
  async untilEnded(): Promise<EndVerdict> {
    const { held } = this.options;
    try {
      const created = (await held?.created) ?? (await this.find()) ?? (await this.create());
      if ('type' in created) return created;
      this.pod = created;
      this.created = true;
      if (this.ordered) void this.stopInOrder(this.ordered);
      else if (held) this.letGo(held);
      const [end] = await Promise.all([this.follow(), this.endFutileWait()]);
      return end;
    } catch (error) {
      if (this.ordered && !this.created) return this.ordered;
      throw error;
    } finally {
      this.running.abort();
      this.ended.abort();
      held?.close();
    }
  }

  /** The pod that another runner has created. One that was to be created, and of which nobody has heard, may be created now. */
  private async find(): Promise<Pod | EndVerdict | undefined> {
    const { existing } = this.options;
    if (existing === undefined) return undefined;
    if (existing.pod) {
      if (existing.result) this.ordered ??= recordedEnd(existing.pod, existing.result);
      return existing.pod;
    }
    this.isUnaccounted = existing.isForgotten || (await wasThere(this.context.cluster, this.pod, this.context.signal));
    return this.isUnaccounted ? { type: 'ended', ...deletedFromOutside() } : undefined;
  }

  private async create(): Promise<Pod | EndVerdict> {
    const { context, step, options, pod } = this;
    await Promise.all([context.record.begin(pod.metadata.name, options.attempt), context.base.neededBy(pod)]);
    const signal = AbortSignal.any([context.signal, this.running.signal]);
    return createPod(context, { step: step.id, attempt: options.attempt, pod, signal, onNoRoom: options.listener.onNoRoom });
  }

  /** Writes down how it is to end, for who would find its pod gone, and stops the pod. */
  private async stopInOrder(end: EndVerdict): Promise<void> {
    const { context, pod, options } = this;
    if (hasEnded(pod) || isIdle(pod)) return;
    await context.record.order(pod.metadata.name, options.attempt, end).catch(() => undefined);
    await stopPod(context, pod);
  }

  private letGo(held: HeldPod): void {
    const { nonce } = this.context;
    held.gate.open(gateLine(nonce, this.options.variables));
    // what fails here fails again when the pod's status says that it runs
    held.gate.attached.then(() => this.read()).catch(() => undefined);
  }

  private notePlace(node: string): void {
    const { held, listener } = this.options;
    listener.onPlaced(node);
    if (held && !this.ordered) void this.attend(held);
    if (wantsInput(this.pod)) this.feeding ??= this.feed();
  }

  private async feed(): Promise<void> {
    const { context, step, pod, ended } = this;
    // what fails here fails again when the pod's status says that it runs
    const onAttached = () => void this.read().catch(() => undefined);
    const cut = await feed(context, { step: step.id, pod, ended: ended.signal, onAttached, hasBegun: () => this.begun });
    if (cut) this.stop(cut);
  }

  /** The container may run before the pod's status says so. */
  private async attend(held: HeldPod): Promise<void> {
    const refusal = await held.attend();
    if (!refusal || held.gate.wasWritten) return;
    this.isRefused = true;
    this.stop({ state: 'error' });
  }

  private async follow(): Promise<EndVerdict> {
    const until = AbortSignal.any([this.context.signal, this.lost.signal]);
    for await (const { pod, gone, unseen } of this.context.board.follow(this.pod.metadata.uid ?? '', until)) {
      this.pod = pod;
      this.isUnaccounted ||= unseen === true;
      if (pod.spec.nodeName !== undefined) this.notePlace(pod.spec.nodeName);
      else if (lacksRoom(pod)) this.options.listener.onNoRoom();
      if (pod.metadata.deletionTimestamp !== undefined) this.dying ??= this.outlast(pod);
      const verdict = judge(pod, { gone, deletedByUs: this.ordered !== undefined });
      await this.note(verdict);
      this.serving.look(pod);
      if (verdict.type !== 'ended') continue;
      this.running.abort();
      this.ended.abort();
      const { startedAt, finishedAt } = verdict;
      return this.ordered ? { ...this.ordered, startedAt, finishedAt } : this.serving.judge(verdict, this.tailing);
    }
    if (this.lost.signal.aborted) return this.ordered ?? { type: 'ended', ...endOfLostNode(this.pod) };
    return this.ordered ?? { type: 'ended', state: 'canceled' };
  }

  /** Nobody but its node ends a deleted pod, and a node that is lost never does. */
  private async outlast({ metadata }: Pod): Promise<void> {
    await this.context.clock.sleep((metadata.deletionGracePeriodSeconds ?? 0) * 1000 + SETTLE_MS, this.ended.signal);
    this.lost.abort();
  }

  /** Once the container runs its log is read; one with a gate begins with the first line of it. */
  private async note(verdict: Verdict): Promise<void> {
    if (verdict.type === 'waiting' || verdict.startedAt === undefined) return;
    this.running.abort();
    if (!hasGate(this.pod)) await this.begin(verdict.startedAt);
    await this.read();
  }

  /** From now on its time limit counts; where another runner saw it begin, from then on. */
  private async begin(seenAt: number): Promise<void> {
    if (this.begun) return;
    this.begun = true;
    const { context, step, options } = this;
    const now = context.clock.now();
    const at = options.existing ? Math.min(seenAt, now) : now;
    options.held?.gate.pass();
    if (step.timeoutSeconds !== undefined) void this.limit(step.timeoutSeconds, now - at);
    await context.emit({ type: 'step-started', at, step: step.id, attempt: options.attempt });
    this.serving.begin(this.pod, this.ended.signal);
  }

  private async limit(seconds: number, spentMs: number): Promise<void> {
    await this.context.clock.sleep(Math.max(0, seconds * 1000 - spentMs), this.ended.signal);
    if (!this.context.debugger.keeps(this.pod)) this.stop(pastTimeout(seconds));
  }

  private async read(): Promise<void> {
    const { context, step, options, ended } = this;
    await context.secrets.learn(this.pod, context.signal);
    this.tailing ??= tailOf(context, {
      step: step.id,
      attempt: options.attempt,
      pod: this.pod.metadata.name,
      ended: () => ended.signal.aborted,
      owesTrailer: (hasBegun) => owesTrailer(this.pod, hasBegun),
      onBegun: async (at) => this.begin(at),
      onLine: step.ready?.log === undefined ? undefined : (line) => this.serving.read(line, this.pod),
      onTrailer: (exitCode) => this.noteTrailer(exitCode),
    });
    // its error is that of run(), which waits for it later
    this.tailing.catch(() => undefined);
  }

  /** A script may end well because its pod is told to end. */
  private noteTrailer(exitCode: number): void {
    const { context, step, pod, ended } = this;
    if (exitCode !== 0) context.debugger.show({ step: step.id, pod, exitCode, signal: ended.signal, onStuck: (end) => this.stop(end) });
    else if (!this.ordered && !isDisrupted(pod)) this.options.listener.onTrailed();
  }

  private async endFutileWait(): Promise<void> {
    const wait = await watchWait(this.context, { step: this.step.id, pod: () => this.pod, signal: this.running.signal });
    if (wait) this.stop({ state: 'error', reason: wait.reason, message: wait.message, hint: wait.hint });
  }
}
