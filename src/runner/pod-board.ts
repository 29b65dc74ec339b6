import type { Cluster, PodChange } from '../cluster/cluster.js';
import { RUN_LABEL } from '../contract/annotations.js';
import type { Pod } from '../contract/objects.js';
import { type Deferred, deferred, untilAborted } from './deferred.js';
import { hasEnded } from './pod-facts.js';

/** The last known state of a pod; `gone`: the object does not exist any more. */
export interface PodSight {
  readonly pod: Pod;
  readonly gone: boolean;
  /** True where it has gone without a word: what became of it after its last known state nobody tells. */
  readonly unseen?: boolean;
}

/** The pods of a run as one watch sees them. Readers get the latest state, not each in between. */
export class PodBoard {
  private readonly sights = new Map<string, PodSight>();
  /** Version of the last list. */
  private listedAt?: string;
  private failure?: unknown;
  /** The next change of any pod. */
  private change = deferred();
  /** The next change of a pod that somebody follows: of a hundred others nobody wants to hear. */
  private readonly changesOf = new Map<string, Deferred<void>>();

  /** Watches until the signal aborts; readers get its error, should it fail before. */
  async watch(cluster: Pick<Cluster, 'watchPods'>, { run, signal }: { readonly run: string; readonly signal: AbortSignal }): Promise<void> {
    try {
      for await (const change of cluster.watchPods(`${RUN_LABEL}=${run}`, { signal })) {
        if (change.type === 'listed') this.takeList(change);
        else this.see(change.pod, { gone: change.type === 'deleted' });
        this.announce();
      }
    } catch (error) {
      this.failure = error;
      for (const uid of this.changesOf.keys()) this.announceOf(uid);
      this.announce();
    }
  }

  /** Tells of a pod that is there: while the watch was broken it may have gone before the watch could tell of it. */
  expect(pod: Pod): void {
    const { uid } = pod.metadata;
    if (uid === undefined || this.sights.has(uid)) return;
    const gone = this.listedAt !== undefined && !isNewer(pod, this.listedAt);
    this.see(pod, { gone, unseen: gone });
    this.announce();
  }

  /** Each new state of the pod of this uid, beginning with the last known one, until the signal aborts. */
  async *follow(uid: string, signal: AbortSignal): AsyncGenerator<PodSight> {
    let last: PodSight | undefined;
    while (!signal.aborted) {
      if (this.failure !== undefined) throw this.failure;
      const { promise } = this.nextChangeOf(uid);
      const sight = this.sights.get(uid);
      if (sight !== undefined && sight !== last) {
        last = sight;
        yield sight;
      } else {
        await untilAborted(promise, signal);
      }
    }
  }

  /** Each pod of the run once, as it comes, until the signal aborts. */
  async *arrivals(signal: AbortSignal): AsyncGenerator<Pod> {
    const known = new Set<string>();
    while (!signal.aborted) {
      if (this.failure !== undefined) throw this.failure;
      const { promise } = this.change;
      const fresh = [...this.sights].filter(([uid]) => !known.has(uid));
      for (const [uid, { pod }] of fresh) {
        known.add(uid);
        yield pod;
      }
      if (fresh.length === 0) await untilAborted(promise, signal);
    }
  }

  /** Waits until no pod is left of those asked for, as far as the watch tells; false where it tells nothing more. */
  async untilGone(signal: AbortSignal, isAskedFor: (pod: Pod) => boolean = () => true): Promise<boolean> {
    while (!signal.aborted && this.failure === undefined) {
      const { promise } = this.change;
      if ([...this.sights.values()].every(({ gone, pod }) => gone || !isAskedFor(pod))) return true;
      await untilAborted(promise, signal);
    }
    return false;
  }

  /** Waits until one more pod has ended, as far as the watch tells. */
  async untilOneEnds(signal: AbortSignal): Promise<void> {
    const ended = () => [...this.sights.values()].filter(({ gone, pod }) => gone || hasEnded(pod)).length;
    const before = ended();
    while (!signal.aborted && this.failure === undefined && ended() <= before) await untilAborted(this.change.promise, signal);
  }

  /** The last known state of every pod of the run. */
  get pods(): Iterable<PodSight> {
    return this.sights.values();
  }

  private takeList({ pods, resourceVersion }: Extract<PodChange, { type: 'listed' }>): void {
    this.listedAt = resourceVersion;
    const listed = new Set(pods.map(({ metadata }) => metadata.uid));
    for (const [uid, { pod, gone }] of this.sights)
      if (!gone && !listed.has(uid) && !isNewer(pod, resourceVersion)) this.see(pod, { gone: true, unseen: true });
    for (const pod of pods) this.see(pod, { gone: false });
  }

  private see(pod: Pod, seen: Omit<PodSight, 'pod'>): void {
    const { uid } = pod.metadata;
    if (uid === undefined) return;
    this.sights.set(uid, { pod, ...seen });
    this.announceOf(uid);
  }

  private nextChangeOf(uid: string): Deferred<void> {
    const known = this.changesOf.get(uid);
    if (known) return known;
    const change = deferred();
    this.changesOf.set(uid, change);
    return change;
  }

  private announceOf(uid: string): void {
    const change = this.changesOf.get(uid);
    this.changesOf.delete(uid);
    change?.resolve();
  }

  private announce(): void {
    const { resolve } = this.change;
    this.change = deferred();
    resolve();
  }
}

/** True where a list of that version can not have the pod yet. Versions are numbers that grow (KEP-5504). */
function isNewer({ metadata }: Pod, listVersion: string): boolean {
  return Number(metadata.resourceVersion) > Number(listVersion);
}
