import type { Pod } from '../contract/objects.js';
import { ClusterError } from '../errors.js';
import type { ApiClient } from './api-client.js';
import type { Arrival } from './arrivals.js';
import type { PodChange } from './cluster.js';
import { KnownPods } from './known-pods.js';
import { listAll } from './list.js';
import { collectionPath, withQuery } from './resources.js';
import { isPod, parseWatchEvent } from './watch-event.js';

/** After this long without an event or a bookmark a list checks whether the watch still tells. */
const SILENCE_MS = 30_000;
/** How long the server keeps a watch open; with a random part, so that many clients do not come back at once. */
const WATCH_S = 240;
const WATCH_JITTER_S = 60;
/** A watch is opened at most once in this time. */
const REOPEN_MS = 1_000;

export interface PodWatchTarget {
  readonly namespace: string;
  readonly labelSelector: string;
  readonly signal: AbortSignal;
}

/** One list and one watch of pods, resumed where it breaks and begun anew where it can not be resumed. */
export class PodWatch {
  private readonly known = new KnownPods();
  /** Where the watch goes on; undefined: a list has to come first. */
  private version: string | undefined;
  private closesAt = 0;

  constructor(
    private readonly api: ApiClient,
    private readonly target: PodWatchTarget,
  ) {}

  /** See `Cluster.watchPods`. */
  async *changes(): AsyncGenerator<PodChange, void> {
    const { clock } = this.api;
    const { signal } = this.target;
    try {
      while (!signal.aborted) {
        const openedAt = clock.now();
        if (this.version === undefined) yield this.adopt(await this.list());
        const stream = await this.open();
        if (stream !== undefined) yield* this.follow(stream);
        await clock.sleep(Math.max(0, openedAt + REOPEN_MS - clock.now()), signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  private async *follow(stream: AsyncIterable<Arrival>): AsyncGenerator<PodChange, void> {
    for await (const arrival of stream) {
      if (arrival.type === 'end' || arrival.type === 'broken') return;
      if (arrival.type === 'silence') {
        const listing = await this.list();
        const isUpToDate = this.known.matches(listing.pods);
        if (isUpToDate && this.api.clock.now() < this.closesAt) continue;
        if (!isUpToDate) this.api.health.wasSilent(SILENCE_MS);
        // the watch says nothing of what is there, or should long have been closed: its connection is dead
        yield this.adopt(listing);
        return;
      }
      for (const line of arrival.lines) {
        const event = parseWatchEvent(line);
        if (event.type === 'broken') return;
        if (event.type === 'error') {
          this.version = undefined;
          return;
        }
        this.version = event.resourceVersion;
        if (event.type === 'bookmark') continue;
        if (event.type === 'changed') this.known.change(event.pod);
        else this.known.delete(event.pod);
        yield event;
      }
    }
  }

  /** Undefined where the version is too old to go on from. */
  private async open(): Promise<AsyncIterable<Arrival> | undefined> {
    const { namespace, labelSelector, signal } = this.target;
    const timeoutSeconds = WATCH_S + Math.floor(this.api.random() * WATCH_JITTER_S);
    const path = withQuery(collectionPath('Pod', namespace), {
      labelSelector,
      watch: true,
      allowWatchBookmarks: true,
      resourceVersion: this.version,
      timeoutSeconds,
    });
    try {
      const request = { method: 'GET', path, action: 'watch', object: 'Pod', signal } as const;
      const stream = await this.api.retry(() => this.api.open(request, SILENCE_MS), signal);
      this.closesAt = this.api.clock.now() + timeoutSeconds * 1000 + SILENCE_MS;
      return stream;
    } catch (error) {
      if (!(error instanceof ClusterError) || error.status !== 410) throw error;
      this.version = undefined;
      return undefined;
    }
  }

  private async list(): Promise<PodListing> {
    const { namespace, labelSelector, signal } = this.target;
    const { items, resourceVersion } = await listAll(this.api, { kind: 'Pod', namespace }, { labelSelector, signal });
    return { pods: items.filter(isPod), resourceVersion };
  }

  private adopt(listing: PodListing): PodChange {
    this.version = listing.resourceVersion;
    this.known.replace(listing.pods);
    return { type: 'listed', ...listing };
  }
}

interface PodListing {
  readonly pods: readonly Pod[];
  readonly resourceVersion: string;
}
