import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.js';
import { type LocalObject, timestamp } from '../objects.js';
import type { Plural } from './resources.js';

/** One change of one object, in the order of resource versions. */
export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly plural: Plural;
  readonly object: LocalObject;
  /** The object before the change. */
  readonly previous?: LocalObject;
  readonly version: number;
}

/** How many changes are kept for watches that resume; older versions are answered with 410. */
const HISTORY = 10_000;

/** All objects, their common version counter, and the recent past. Listeners hear each change at once, in order. */
export class Store {
  private readonly objects = new Map<string, LocalObject>();
  private readonly listeners = new Set<(change: Change) => void>();
  private readonly undelivered: Change[] = [];
  private history: Change[] = [];
  private latest = 1;
  private horizon = 1;
  private delivering = false;

  constructor(private readonly clock: Clock) {}

  /** Resource version of the latest change. */
  get version(): number {
    return this.latest;
  }

  /** The oldest version that a watch can resume from. */
  get oldest(): number {
    return this.horizon;
  }

  get(plural: Plural, namespace: string | undefined, name: string): LocalObject | undefined {
    return this.objects.get(key(plural, namespace, name));
  }

  /** Objects of a kind, of one namespace or of all. */
  list(plural: Plural, namespace?: string): readonly LocalObject[] {
    const prefix = namespace === undefined ? `${plural}/` : `${plural}/${namespace}/`;
    return [...this.objects].filter(([k]) => k.startsWith(prefix)).map(([, object]) => object);
  }

  create(plural: Plural, object: LocalObject): LocalObject {
    const metadata = { ...object.metadata, uid: randomUUID(), creationTimestamp: timestamp(this.clock.now()) };
    return this.put('ADDED', plural, { ...object, metadata });
  }

  /** Replaces the object of the same name; without effect where it is gone or the same object is stored already. */
  update(plural: Plural, object: LocalObject): LocalObject {
    const previous = this.get(plural, object.metadata.namespace, object.metadata.name);
    return previous === undefined || previous === object ? object : this.put('MODIFIED', plural, object);
  }

  /** Removes the object as it is now; without effect where it is gone or another one has its name. */
  remove(plural: Plural, object: LocalObject): void {
    const { namespace, name } = object.metadata;
    const previous = this.get(plural, namespace, name);
    if (previous === undefined || previous.metadata.uid !== object.metadata.uid) return;
    this.objects.delete(key(plural, namespace, name));
    this.record('DELETED', plural, { object: this.stamp(previous), previous });
  }

  /** What happened after a version; `undefined` where that is forgotten. */
  since(version: number): readonly Change[] | undefined {
    return version < this.horizon ? undefined : this.history.filter((change) => change.version > version);
  }

  /** Forgets the past, so that every older version is answered with 410. */
  compact(): void {
    this.history = [];
    this.latest += 1;
    this.horizon = this.latest;
  }

  /** @returns ends the subscription */
  subscribe(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Resolves with the next change that matches, or when the signal aborts. */
  async next(matches: (change: Change) => boolean, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        unsubscribe();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const unsubscribe = this.subscribe((change) => matches(change) && done());
      signal.addEventListener('abort', done, { once: true });
    });
  }

  private stamp(object: LocalObject): LocalObject {
    this.latest += 1;
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.latest) } };
  }

  private put(type: 'ADDED' | 'MODIFIED', plural: Plural, object: LocalObject): LocalObject {
    const { namespace, name } = object.metadata;
    const previous = this.get(plural, namespace, name);
    const stamped = this.stamp(object);
    this.objects.set(key(plural, namespace, name), stamped);
    this.record(type, plural, { object: stamped, previous });
    return stamped;
  }

  private record(type: Change['type'], plural: Plural, change: Pick<Change, 'object' | 'previous'>): void {
    const recorded = { type, plural, ...change, version: this.latest };
    this.history.push(recorded);
    if (this.history.length > HISTORY) this.horizon = this.history.shift()?.version ?? this.horizon;
    this.undelivered.push(recorded);
    this.deliver();
  }

  /** A listener may change objects: those changes queue up, so that everybody hears everything in the same order. */
  private deliver(): void {
    if (this.delivering) return;
    this.delivering = true;
    try {
      for (let change = this.undelivered.shift(); change !== undefined; change = this.undelivered.shift()) {
        for (const listener of [...this.listeners]) listener(change);
      }
    } finally {
      this.delivering = false;
    }
  }
}

function key(plural: Plural, namespace: string | undefined, name: string): string {
  return `${plural}/${namespace ?? ''}/${name}`;
}
