import type { Pod } from '../contract/objects.js';
import type { ClusterError } from '../errors.js';
import type { PlannedStep } from '../plan/run-plan.js';
import { attemptPod } from './attempt-pod.js';
import type { RunContext } from './context.js';
import { createAndTell, isRefusal } from './create-pod.js';
import { Gate } from './gate.js';
import { stepState } from './pod-facts.js';
import { lacksRoom } from './scheduling-wait.js';
import { stopPod } from './stop-pod.js';
import { judge } from './verdict.js';

/** A script that has not begun has nothing to put in order; a shell that has just begun may not know of SIGTERM yet. */
const GRACE_SECONDS = 1;

export interface HeldPodOptions {
  readonly attempt: number;
  /** The pod, where another runner has created it. */
  readonly existing?: Pod;
  /** Called when the pod is of no use any more before its turn: it has ended, or was held too long. */
  readonly onLost: () => void;
  /** Called when the cluster has no room for it. */
  readonly onNoRoom: () => void;
  /** Called with the cluster's words when it takes no such pod, or lets nobody attach to it. */
  readonly onRefused: (refusal: ClusterError) => void;
}

/** A step's pod that is created before its turn, and waits at its gate. */
export class HeldPod {
  readonly gate: Gate;
  /** Undefined where the cluster refused it. */
  readonly created: Promise<Pod | undefined>;
  /** Aborts when its turn has come, or will not come. */
  private readonly decided = new AbortController();
  /** Aborts when nobody will open its gate any more. */
  private readonly over = new AbortController();
  private attending?: Promise<ClusterError | undefined>;

  constructor(
    private readonly context: RunContext,
    private readonly step: PlannedStep,
    private readonly options: HeldPodOptions,
  ) {
    const pod = attemptPod(context, step, { attempt: options.attempt });
    this.gate = new Gate({ cluster: context.cluster, clock: context.clock, pod: pod.metadata.name });
    this.created = options.existing ? Promise.resolve(options.existing) : this.create(pod);
  }

  get attempt(): number {
    return this.options.attempt;
  }

  /** Follows the pod until its turn comes. Rejects when the cluster can not be asked any more. */
  async wait(): Promise<void> {
    const pod = await this.created;
    if (pod === undefined) return;
    const { context, decided } = this;
    void this.limit();
    for await (const sight of context.board.follow(pod.metadata.uid ?? '', AbortSignal.any([context.signal, decided.signal]))) {
      if (judge(sight.pod, { gone: sight.gone, deletedByUs: false }).type === 'ended') this.options.onLost();
      else if (lacksRoom(sight.pod)) this.options.onNoRoom();
      else if (stepState(sight.pod)?.running) await this.prepare(sight.pod);
    }
  }

  /** Its turn has come: who takes it follows it from now on. */
  take(): void {
    this.decided.abort();
  }

  /** Attaches to its container, which may not run yet. Gives the refusal where that may not be. */
  async attend(): Promise<ClusterError | undefined> {
    const { context, over } = this;
    this.attending ??= this.gate.attend(AbortSignal.any([context.signal, over.signal])).then((refusal) => {
      if (refusal) this.options.onRefused(refusal);
      return refusal;
    });
    return this.attending;
  }

  /** Lets go of the connection. */
  close(): void {
    this.over.abort();
  }

  /** Its turn will not come: deletes it, once it is created. */
  async giveBack(): Promise<void> {
    this.decided.abort();
    this.close();
    const pod = await this.created.catch(() => undefined);
    if (pod === undefined) return;
    // a run that ends anyway needs no record of it
    await this.context.record.giveBack(pod.metadata.name, this.attempt).catch(() => undefined);
    await stopPod(this.context, pod, GRACE_SECONDS);
  }

  /** Resolves when it takes no room any more. */
  async gone(): Promise<void> {
    const { board, signal } = this.context;
    const pod = await this.created.catch(() => undefined);
    if (pod) for await (const { gone } of board.follow(pod.metadata.uid ?? '', signal)) if (gone) return;
  }

  private async create(pod: Pod): Promise<Pod | undefined> {
    const { record, base, signal } = this.context;
    const { attempt } = this.options;
    await Promise.all([record.begin(pod.metadata.name, attempt, { held: true }), base.neededBy(pod)]);
    try {
      return await createAndTell(this.context, { step: this.step.id, attempt, pod, held: true, signal });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.options.onRefused(error);
      return undefined;
    }
  }

  private async prepare(pod: Pod): Promise<void> {
    void this.attend();
    await this.context.secrets.learn(pod, this.context.signal);
  }

  private async limit(): Promise<void> {
    const { clock, limits } = this.context;
    await clock.sleep(limits.holdLimitSeconds * 1000, this.decided.signal);
    if (!this.decided.signal.aborted) this.options.onLost();
  }
}
