import type { Cluster } from '../cluster/cluster.js';
import { RUN_LABEL } from '../contract/annotations.js';
import type { Pod } from '../contract/objects.js';
import { deferred, untilAborted } from './deferred.js';

/** The last known state of a pod; `gone`: the object does not exist any more. */
export interface PodSight {
  readonly pod: Pod;
  readonly gone: boolean;
}

/** The pods of a run as one watch sees them. Readers get the latest state, not each in between. */
export class PodBoard {
  private readonly sights = new Map<string, PodSight>();
  private failure?: unknown;
  private change = deferred();

  /** Watches until the signal aborts; readers get its error, should it fail before. */
  async watch(cluster: Pick<Cluster, 'watchPods'>, { run, signal }: { readonly run: string; readonly signal: AbortSignal }): Promise<void> {
    try {
      for await (const change of cluster.watchPods(`${RUN_LABEL}=${run}`, { signal })) {
        if (change.type === 'listed') for (const pod of change.pods) this.see(pod, { gone: false });
        else this.see(change.pod, { gone: change.type === 'deleted' });
        this.announce();
      }
    } catch (error) {
      this.failure = error;
      this.announce();
    }
  }

  /** Each new state of the pod of this uid, beginning with the last known one, until the signal aborts. */
  async *follow(uid: string, signal: AbortSignal): AsyncGenerator<PodSight> {
    let last: PodSight | undefined;
    while (!signal.aborted) {
      if (this.failure !== undefined) throw this.failure;
      const { promise } = this.change;
      const sight = this.sights.get(uid);
      if (sight !== undefined && sight !== last) {
        last = sight;
        yield sight;
      } else {
        await untilAborted(promise, signal);
      }
    }
  }

  /** Waits until no pod is left of those asked for, as far as the watch tells; or until it tells nothing more. */
  async untilGone(signal: AbortSignal, isAskedFor: (pod: Pod) => boolean = () => true): Promise<void> {
    while (!signal.aborted && this.failure === undefined) {
      const { promise } = this.change;
      if ([...this.sights.values()].every(({ gone, pod }) => gone || !isAskedFor(pod))) return;
      await untilAborted(promise, signal);
    }
  }

  /** The last known state of every pod of the run. */
  get pods(): Iterable<PodSight> {
    return this.sights.values();
  }

  private see(pod: Pod, { gone }: { readonly gone: boolean }): void {
    if (pod.metadata.uid !== undefined) this.sights.set(pod.metadata.uid, { pod, gone });
  }

  private announce(): void {
    const { resolve } = this.change;
    this.change = deferred();
    resolve();
  }
}
