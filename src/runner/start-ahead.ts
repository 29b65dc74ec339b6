import type { Pod } from '../contract/objects.js';
import type { PlannedStep, RunPlan } from '../plan/run-plan.js';
import { planAhead, windowOf } from './ahead.js';
import type { RunContext } from './context.js';
import { HeldPod } from './held-pod.js';
import type { Progress, ScheduleEvent } from './progress.js';
import type { ResumedStep } from './resumption.js';
import type { Room } from './schedule.js';
import type { ExistingPod } from './step-run-options.js';
import { stopPod } from './stop-pod.js';

export interface StartAheadOptions {
  readonly stepOf: (id: string) => PlannedStep;
  /** Called when there is more room than before. */
  readonly onRoom: () => void;
  /** Called when the run can not go on. */
  readonly onError: (error: unknown) => void;
}

/** Where a step's pod stands when its turn comes. */
export interface Taken {
  /** Number of the attempt to begin with: pods that were given back have numbers, too. */
  readonly attempt: number;
  /** How many tries it is, beginning with 1. */
  readonly tries: number;
  readonly held?: HeldPod;
  /** What another runner has made of it. */
  readonly existing?: ExistingPod;
}

/** Creates the pods of the steps that come next, so that they need not be waited for when their turn comes. */
export class StartAhead {
  private readonly held = new Map<string, HeldPod>();
  private readonly attempts = new Map<string, number>();
  private readonly leaving = new Set<HeldPod>();
  private readonly deletions: Promise<void>[] = [];
  /** Steps whose pods another runner wished to create: whether they ever were is asked when their turn comes. */
  private readonly unsure = new Set<string>();
  private readonly startedAt = new Map<string, number>();
  private readonly pace: number[] = [];
  private isOff = false;

  constructor(
    private readonly plan: RunPlan,
    private readonly context: RunContext,
    private readonly options: StartAheadOptions,
  ) {
    for (const [id, resumed] of context.resumed) this.resume(id, resumed);
  }

  /** Pods that may exist beside those that are given back and not gone yet; steps whose pods are held. */
  get room(): Room {
    const { maxPods, concurrency } = this.context.limits;
    return { pods: maxPods - this.leaving.size, held: new Set(this.held.keys()), pipelines: concurrency };
  }

  /** Creates and gives back pods as is due now. */
  update(progress: Progress): void {
    const { limits } = this.context;
    const window = this.isOff ? 0 : (limits.ahead ?? windowOf(this.pace));
    const barred = new Set([...this.attempts.keys(), ...this.unsure]);
    const { hold, giveBack } = planAhead(this.plan, progress, { ...this.room, held: [...this.held.keys()], barred, window });
    for (const step of giveBack) this.giveBack(step);
    for (const step of hold) this.hold(step);
  }

  /** The turn of a step has come. */
  take(step: string): Taken {
    const held = this.held.get(step);
    this.held.delete(step);
    held?.take();
    const resumed = this.context.resumed.get(step);
    if (resumed?.type === 'begun' && !resumed.isHeld) return { attempt: resumed.attempt, tries: resumed.attempt, existing: resumed };
    if (resumed?.type === 'recorded') return { attempt: resumed.attempt, tries: resumed.attempt, existing: resumed };
    const attempt = held?.attempt ?? (this.attempts.get(step) ?? 0) + 1;
    return { attempt, tries: resumed?.type === 'again' ? attempt : 1, held };
  }

  /** Learns the pace of the steps. */
  note({ type, step }: ScheduleEvent): void {
    const now = this.context.clock.now();
    const startedAt = this.startedAt.get(step);
    if (type === 'started') this.startedAt.set(step, now);
    else if (type !== 'placed' && startedAt !== undefined) {
      this.pace.push(now - startedAt);
      this.startedAt.delete(step);
    }
  }

  /** Gives all pods back, the latest first, and holds no more of them: there is no room, or no way to let them go. */
  stop(): void {
    this.isOff = true;
    for (const step of [...this.held.keys()].reverse()) this.giveBack(step);
  }

  /** Resolves when all pods that are given back have been told to go. */
  async settled(): Promise<void> {
    await Promise.all(this.deletions);
  }

  /** Takes over what another runner has begun. */
  private resume(id: string, resumed: ResumedStep): void {
    if ('pod' in resumed && resumed.pod) this.context.board.expect(resumed.pod);
    if (resumed.type === 'recorded') this.unsure.add(id);
    else if (resumed.type === 'begun' && resumed.isHeld) this.hold(id, resumed);
    else if (resumed.type === 'again') {
      this.attempts.set(id, resumed.attempt);
      if (resumed.pod) this.deletions.push(stopPod(this.context, resumed.pod));
    }
  }

  private hold(id: string, { attempt, pod: existing }: { readonly attempt: number; readonly pod?: Pod } = { attempt: 1 }): void {
    const held = new HeldPod(this.context, this.options.stepOf(id), {
      attempt,
      existing,
      onLost: () => this.giveBack(id),
      onNoRoom: () => this.stop(),
      onRefused: ({ message, hint }) => {
        if (this.isOff) return;
        this.stop();
        void this.context.emit({
          type: 'notice',
          at: this.context.clock.now(),
          level: 'info',
          message: `pods are created only when their turn has come: ${message}`,
          hint,
        });
      },
    });
    this.held.set(id, held);
    held.wait().catch(this.options.onError);
  }

  private giveBack(id: string): void {
    const held = this.held.get(id);
    if (!held) return;
    this.held.delete(id);
    this.attempts.set(id, held.attempt);
    this.leaving.add(held);
    this.deletions.push(held.giveBack());
    const gone = held.gone().then(() => {
      this.leaving.delete(held);
      this.options.onRoom();
    });
    gone.catch(this.options.onError);
  }
}
