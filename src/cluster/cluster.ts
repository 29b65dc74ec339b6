import type { KubeObject, Pod } from '../contract/objects.js';

/** Kinds that podline reads or writes. */
export type Kind = 'Pod' | 'Service' | 'PersistentVolumeClaim' | 'Secret' | 'ConfigMap' | 'Lease' | 'Event' | 'Namespace';

export interface RequestOptions {
  readonly signal?: AbortSignal;
}

export interface ListOptions extends RequestOptions {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export interface DeleteOptions extends RequestOptions {
  /** Seconds from SIGTERM to SIGKILL; absent: the object's own. */
  readonly gracePeriodSeconds?: number;
  /** What happens to owned objects. @default 'Background' */
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
  /** Deletes only the object of this uid. */
  readonly uid?: string;
}

/** What the watch of a run's pods tells: after a (re)list everything that exists, then each change. */
export type PodChange =
  | { readonly type: 'listed'; readonly pods: readonly Pod[] }
  | { readonly type: 'changed'; readonly pod: Pod }
  | { readonly type: 'deleted'; readonly pod: Pod };

export interface LogOptions extends RequestOptions {
  readonly container: string;
  /**
   * Asked when the stream ends: true once the container is known to have ended. Until then a stream that ends is
   * taken as broken and resumed; after it a closing read proves that nothing is missing.
   */
  readonly ended: () => boolean;
  /** Asked once the container has ended: true where the reader knows that it has seen the last line, so that no closing read is needed. */
  readonly complete?: () => boolean;
  /** Goes on after this time stamp (as delivered in {@link LogEntry}), for a reader that comes back. */
  readonly after?: string;
}

/** A line of a log, or the announcement that lines before the next one were lost on the node. */
export type LogEntry =
  | { readonly type: 'line' /** RFC 3339 with nanoseconds. */; readonly at: string; readonly bytes: Uint8Array }
  | { readonly type: 'gap'; readonly message: string };

/** Standard input of a running container. */
export interface Attachment {
  /** Resolves when the bytes were handed to the connection; rejects when it is closed. */
  write(text: string): Promise<void>;
  /** Resolves when the connection is gone, whoever closed it. */
  readonly closed: Promise<void>;
  close(): void;
}

/**
 * A namespace of a Kubernetes cluster, as far as podline needs one. Every method throws `ClusterError` once
 * retries (connection errors, 429, 5xx) are used up; an aborted signal ends a call with the signal's reason.
 */
export interface Cluster {
  /** A person's word for it: the context's name, or the server's address. */
  readonly name: string;
  readonly namespace: string;
  create<T extends KubeObject>(object: T, options?: RequestOptions): Promise<T>;
  /** `undefined` where there is none. */
  get(kind: Kind, name: string, options?: RequestOptions): Promise<KubeObject | undefined>;
  list(kind: Kind, options?: ListOptions): Promise<readonly KubeObject[]>;
  /** False where there was none. */
  delete(kind: Kind, name: string, options?: DeleteOptions): Promise<boolean>;
  /** JSON merge patch. */
  patch(kind: Kind, name: string, patch: object, options?: RequestOptions): Promise<KubeObject>;
  /** One list and one watch, resumed and relisted as needed until the signal aborts (then it ends without an error). */
  watchPods(labelSelector: string, options: { readonly signal: AbortSignal }): AsyncIterable<PodChange>;
  /** Every line once, in order, over broken connections; ends when the container has and all is read, or the pod is gone. */
  followLog(pod: string, options: LogOptions): AsyncIterable<LogEntry>;
  attach(pod: string, container: string, options?: RequestOptions): Promise<Attachment>;
  /** `{ major: 1, minor: 34 }` */
  version(options?: RequestOptions): Promise<{ readonly major: number; readonly minor: number }>;
  /** The server's clock, in milliseconds since 1970, from the `Date` of its last answer; the machine's before the first. */
  serverTime(): number;
  /** Ends idle connections; the object is of no use afterwards. */
  close(): void;
}
