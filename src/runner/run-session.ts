import { type Clock, systemClock } from '../clock.js';
import type { Cluster, Kind } from '../cluster/cluster.js';
import { HOLDER_KEY } from '../contract/annotations.js';
import { runName } from '../contract/names.js';
import type { OwnerReference, Pod } from '../contract/objects.js';
import { ClusterError } from '../errors.js';
import type { RunPlan } from '../plan/run-plan.js';
import type { RunEvent, RunReport } from '../report/events.js';
import { Base, createRoot, ownerOf } from './base.js';
import { deferred, untilAborted } from './deferred.js';
import { collectInPassing } from './gc-in-passing.js';
import { healthNotice } from './health-notice.js';
import { orInterrupted } from './interruption.js';
import { LISTED_KINDS, secretNames } from './inventory.js';
import { isKept, keepRun } from './keep.js';
import { KnownSecrets } from './known-secrets.js';
import { keepLease } from './lease.js';
import { DEFAULT_LIMITS, type RunLimits } from './limits.js';
import { maskOf } from './mask.js';
import { needsOneNode } from './node-pin.js';
import { type Interruption, outcomeOf } from './outcome.js';
import { PodBoard } from './pod-board.js';
import { RunRecord } from './record.js';
import { startOf } from './run-start.js';
import { firstPods } from './schedule.js';
import { Scheduler } from './scheduler.js';
import { type SessionOptions, sharedBySteps } from './session-options.js';
import { dropIdlePods, SETTLE_MS, tearDown, withinTime } from './teardown.js';

/** Exit status of a run that was cancelled from elsewhere: as after Ctrl-C. */
const CANCELED = 130;

/** What becomes of a run's objects at its end. */
type Remains = Pick<RunReport, 'leftovers' | 'keptUntil'>;

/** One run: from its root to the last of its objects. */
export class RunSession {
  private readonly clock: Clock;
  private readonly limits: RunLimits;
  private readonly startedAt: number;
  private readonly board = new PodBoard();
  private readonly record: RunRecord;
  /** Aborts when nothing is left to wait for. */
  private readonly done = new AbortController();
  /** Aborts when somebody else marks the run as cancelled. */
  private readonly canceled = new AbortController();
  /** Rejects when somebody else looks after the run. */
  private readonly takenOver = deferred<never>();
  /** Aborts when the run is to end before its steps have. */
  private readonly signal: AbortSignal;
  private background: readonly Promise<unknown>[] = [];
  private scheduler?: Scheduler;

  constructor(
    private readonly plan: RunPlan,
    private readonly cluster: Cluster,
    private readonly options: SessionOptions,
  ) {
    this.clock = options.clock ?? systemClock;
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.startedAt = Date.parse(options.resumption?.root.metadata.creationTimestamp ?? '') || this.clock.now();
    this.record = new RunRecord(cluster, plan.run);
    this.signal = AbortSignal.any([this.canceled.signal, ...(options.signal ? [options.signal] : [])]);
  }

  /** Creates the root, which owns all else: before it there is nothing to remove. */
  async begin(): Promise<OwnerReference> {
    const { resumption } = this.options;
    if (resumption) return ownerOf(resumption.root);
    try {
      const room = { pods: this.limits.maxPods, pipelines: this.limits.concurrency };
      const data = { [HOLDER_KEY]: this.options.holder, ...this.record.initial(firstPods(this.plan, room)) };
      return await createRoot(this.cluster, this.plan, { data, signal: this.signal });
    } catch (error) {
      // a request that was broken off may have been carried out
      if (this.signal.aborted) await this.remove();
      throw error;
    }
  }

  /** Runs the steps to their end; says what came before it, should something. */
  async work(owner: OwnerReference): Promise<Interruption | undefined> {
    const { cluster, plan, clock, done, signal } = this;
    const { holder } = this.options;
    const onCancel = () => this.canceled.abort(CANCELED);
    cluster.onHealth((health) => void this.tell(healthNotice(health)));
    this.background = [
      this.board.watch(cluster, { run: plan.run, signal: done.signal }),
      keepLease(cluster, { run: plan.run, holder, clock, signal: done.signal, onCancel, onTakenOver: () => this.leave() }),
      collectInPassing(cluster, done.signal),
    ];
    const { stepSecrets: secrets, resumption } = this.options;
    const base = new Base(cluster, plan, {
      owner,
      secrets,
      holder,
      isResumed: resumption !== undefined,
      signal: AbortSignal.any([signal, done.signal]),
    });
    const scheduler = this.schedulerFor(owner, base);
    this.scheduler = scheduler;
    const steps = async () => {
      await this.emit(startOf(plan, { cluster, at: this.startedAt, mask: maskOf(this.options.secrets?.values() ?? []) }));
      try {
        await Promise.all([base.created(), scheduler.run()]);
      } finally {
        await base.created();
      }
    };
    const ends = Promise.race([steps(), this.takenOver.promise]);
    const interruption = await orInterrupted(ends, { clock, seconds: this.limits.timeoutSeconds, signal });
    if (this.canceled.signal.aborted) await this.tell({ level: 'info', message: 'canceled with podline cancel' });
    if (interruption) scheduler.interrupt(interruption);
    return interruption;
  }

  /** Removes or keeps what the run made, and reports it. */
  async finish(interruption: Interruption | undefined): Promise<RunReport> {
    const isToKeep = isKept(this.options.keep, outcomeOf(this.results(), interruption).outcome);
    // a pod whose creation was broken off may be there without anybody having seen it
    const kinds = interruption
      ? undefined
      : LISTED_KINDS.filter((kind) => kind === 'Lease' || this.plan.base.some((object) => object.kind === kind));
    const remains = await (isToKeep ? this.kept() : this.removed(kinds));
    const steps = this.results();
    const finishedAt = this.clock.now();
    const times = { startedAt: this.startedAt, finishedAt };
    const report: RunReport = { run: this.plan.run, ...outcomeOf(steps, interruption), steps, ...remains, ...times };
    await this.emit({ type: 'run-finished', at: finishedAt, report });
    return report;
  }

  /** Removes what the run made, because it can not go on. */
  async abandon(): Promise<void> {
    this.scheduler?.interrupt({ type: 'canceled', exitStatus: CANCELED });
    const { leftovers } = await this.removed();
    const hint = `podline down ${this.plan.run} -n ${this.plan.namespace}`;
    if (leftovers.length > 0) await this.tell({ level: 'warning', message: `left on the cluster: ${leftovers.join(', ')}`, hint });
  }

  /** Lets everything be as it is: somebody else looks after it. */
  private leave(): void {
    this.done.abort();
    const hint = `podline attach ${this.plan.run} -n ${this.plan.namespace} follows it`;
    this.takenOver.reject(new ClusterError('somebody else looks after the run now', { code: 'run-taken-over', hint }));
  }

  private schedulerFor(owner: OwnerReference, base: Base): Scheduler {
    const { plan, cluster, clock, limits, board, startedAt, done } = this;
    return new Scheduler(plan, {
      cluster,
      clock,
      random: Math.random,
      limits,
      owner,
      ...sharedBySteps(this.options, { cluster, clock }),
      secrets: new KnownSecrets({
        cluster,
        run: plan.run,
        values: this.options.secrets?.values() ?? [],
        warn: async (message, hint) => this.tell({ level: 'warning', message, hint }),
      }),
      board,
      oneNode: needsOneNode(plan),
      base,
      record: this.record,
      startedAt,
      signal: done.signal,
      emit: (event) => this.emit(event),
    });
  }

  private results() {
    return this.scheduler?.allResults() ?? [];
  }

  private async removed(kinds?: readonly Kind[]): Promise<Remains> {
    const [{ leftovers, problem }] = await Promise.all([this.remove(kinds), this.settled()]);
    await this.withoutBackground();
    if (problem && leftovers.length > 0) await this.tell({ level: 'warning', message: problem.message, hint: problem.hint });
    return { leftovers };
  }

  private async kept(): Promise<Remains> {
    const { run } = this.plan;
    await this.settled();
    await this.stoppedPodsGone();
    await this.withoutBackground();
    try {
      return { leftovers: [], keptUntil: await keepRun(this.cluster, run, this.options.hurry) };
    } catch (error) {
      if (error instanceof ClusterError)
        await this.tell({ level: 'warning', message: `the run is not marked as kept: ${error.message}`, hint: error.hint });
      return { leftovers: [`ConfigMap/${runName(run)}`] };
    }
  }

  private remove(kinds?: readonly Kind[]) {
    const { stepSecrets, resumption } = this.options;
    return tearDown(this.cluster, {
      run: this.plan.run,
      kinds,
      secrets: resumption ? secretNames(this.plan.run, [resumption.root]) : stepSecrets.map(({ metadata }) => metadata.name),
      graceSeconds: this.limits.stopTimeoutSeconds,
      clock: this.clock,
      podsGone: (signal) => this.board.untilGone(signal),
      onRootGone: async () => {
        await this.settled();
        await dropIdlePods(this.cluster, this.board.pods, this.options.hurry ?? this.done.signal);
      },
      signal: this.options.hurry,
    });
  }

  /** Waits for the logs of all steps, unless the person is in a hurry. */
  private async settled(): Promise<void> {
    if (this.scheduler) await untilAborted(this.scheduler.settled(), this.options.hurry ?? this.done.signal);
  }

  /** A pod that was stopped has ended some time before the node lets go of it. */
  private async stoppedPodsGone(): Promise<void> {
    const { board, clock, done } = this;
    const isStopped = ({ metadata }: Pod) => metadata.deletionTimestamp !== undefined;
    const wait = (signal: AbortSignal) => board.untilGone(signal, isStopped);
    await withinTime(wait, { clock, ms: SETTLE_MS, signal: this.options.hurry ?? done.signal });
  }

  private async withoutBackground(): Promise<void> {
    this.done.abort();
    await Promise.allSettled(this.background);
  }

  private emit(event: RunEvent): void | Promise<void> {
    return this.options.onEvent(event);
  }

  private async tell(notice: Pick<Extract<RunEvent, { type: 'notice' }>, 'level' | 'message' | 'hint'>): Promise<void> {
    await this.emit({ type: 'notice', at: this.clock.now(), ...notice });
  }
}
