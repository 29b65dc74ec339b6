import type { Clock } from '../../clock.js';
import { apiVersionOf, type Plural, resourceOf } from './resources.js';
import type { Selector } from './selectors.js';
import { expired } from './status.js';
import type { Change, Store } from './store.js';

export interface WatchOptions {
  readonly plural: Plural;
  readonly namespace?: string;
  readonly selector: Selector;
  /** Empty or `0`: begins with everything that exists. */
  readonly resourceVersion: string;
  readonly bookmarks: boolean;
}

/** Milliseconds between bookmarks. */
const BOOKMARK_INTERVAL = 10_000;

/** Where the events of a watch go, and for how long. */
export interface WatchSink {
  readonly write: (line: string) => void;
  /** No more events will come. */
  readonly end: () => void;
  readonly clock: Clock;
  /** Aborts when nobody listens any more. */
  readonly closed: AbortSignal;
}

/** Sends the events of a watch, each a line of JSON. */
export function openWatch(store: Store, options: WatchOptions, sink: WatchSink): void {
  const { plural, namespace, selector, resourceVersion } = options;
  const event = (type: string, object: object) => sink.write(`${JSON.stringify({ type, object })}\n`);
  const tell = (change: Change) => {
    const type = typeOf(change, options);
    if (type !== undefined) event(type, change.object);
  };
  if (resourceVersion === '' || resourceVersion === '0') {
    for (const object of store.list(plural, namespace)) if (selector(object)) event('ADDED', object);
  } else {
    const missed = store.since(Number(resourceVersion));
    if (missed === undefined) {
      event('ERROR', expired(Number(resourceVersion), store.oldest).body());
      sink.end();
      return;
    }
    for (const change of missed) tell(change);
  }
  sink.closed.addEventListener('abort', store.subscribe(tell));
  if (options.bookmarks) void everySoOften(() => event('BOOKMARK', bookmarkOf(plural, store.version)), sink);
}

async function everySoOften(bookmark: () => void, { clock, closed }: WatchSink): Promise<void> {
  for (;;) {
    await clock.sleep(BOOKMARK_INTERVAL, closed);
    if (closed.aborted) return;
    bookmark();
  }
}

/** How a watch with this selector sees a change: an object that begins to match is added, one that ceases to is deleted. */
function typeOf(change: Change, { plural, namespace, selector }: WatchOptions): Change['type'] | undefined {
  if (change.plural !== plural || (namespace !== undefined && change.object.metadata.namespace !== namespace)) return undefined;
  const was = change.previous !== undefined && selector(change.previous);
  const is = change.type !== 'DELETED' && selector(change.object);
  if (is) return was ? 'MODIFIED' : 'ADDED';
  return was ? 'DELETED' : undefined;
}

function bookmarkOf(plural: Plural, version: number): object {
  const resource = resourceOf(plural);
  return { kind: resource.kind, apiVersion: apiVersionOf(resource), metadata: { resourceVersion: String(version) } };
}
