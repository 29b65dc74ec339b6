import type { KubeObject, Pod } from '../contract/objects.js';
import type { Health } from './health.js';

export type { Health, Part } from './health.js';

/** Kinds that podline reads or writes. */
export type Kind =
  | 'Pod'
  | 'Service'
  | 'PersistentVolumeClaim'
  | 'Secret'
  | 'ConfigMap'
  | 'Lease'
  | 'Event'
  | 'Namespace'
  | 'Node'
  | 'StorageClass'
  | 'ResourceQuota'
  | 'LimitRange'
  | 'ServiceAccount'
  | 'Role'
  | 'RoleBinding'
  | 'ClusterRole'
  | 'ClusterRoleBinding';

export interface RequestOptions {
  readonly signal?: AbortSignal;
}

export interface ListOptions extends RequestOptions {
  /** @default false */
  readonly inAllNamespaces?: boolean;
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

export interface CreateOptions extends RequestOptions {
  /** Asks only whether the server would take the object: nothing is created. @default false */
  readonly isDryRun?: boolean;
}

/** Something that may be allowed or not, in the words of a Role. */
export interface Access {
  readonly verb: string;
  readonly apiGroup: string;
  /** With its subresource: `pods/log`. */
  readonly resource: string;
}

/** `{ major: 1, minor: 34, platform: 'linux/amd64' }`; the platform is that of the API server. */
export interface ServerVersion {
  readonly major: number;
  readonly minor: number;
  readonly platform?: string;
  /** True for podline's own embedded cluster, in whatever process it is. */
  readonly isEmbedded?: boolean;
}

/** What the watch of a run's pods tells: after a (re)list everything that exists, so that any other has gone; then each change. */
export type PodChange =
  | { readonly type: 'listed'; readonly pods: readonly Pod[]; readonly resourceVersion: string }
  | { readonly type: 'changed'; readonly pod: Pod }
  | { readonly type: 'deleted'; readonly pod: Pod };

export interface LogOptions extends RequestOptions {
  readonly container: string;
  /**
   * Asked when the stream ends: true once the container is known to have ended. Until then a stream that ends is
   * taken as broken and resumed; after it the log is read to its end until a reading brings nothing new.
   */
  readonly ended: () => boolean;
  /** Asked once the container has ended. */
  readonly lastLine?: () => LastLine;
}

/** What a reader knows of a log's last line. One that was `seen` needs no further reading, one that is `owed` is waited for some seconds. */
export type LastLine = 'seen' | 'owed' | 'unknown';

/** A line of a log, or the announcement that lines before the next one, or the last ones, were lost on the node. */
export type LogEntry =
  | { readonly type: 'line' /** RFC 3339 with nanoseconds. */; readonly at: string; readonly bytes: Uint8Array }
  | { readonly type: 'gap'; readonly message: string };

/** Announces lines that nobody will ever read. */
export const ROTATED = 'lines may be missing here: the node has rotated the log';

/** Standard input of a running container. */
export interface Attachment {
  /** Resolves when the bytes were handed to the connection; rejects when it is closed. */
  write(text: string | Uint8Array): Promise<void>;
  /** Resolves when the connection is gone, whoever closed it. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Size of a terminal in characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface ExecOptions extends RequestOptions {
  readonly command: readonly string[];
  /** True: in a terminal, whose keys it gets; else without input. */
  readonly isTerminal: boolean;
  readonly onOutput: (bytes: Uint8Array, stream: 'stdout' | 'stderr') => void;
}

/** A process that was started in a running container beside the one that is there. */
export interface Session {
  write(bytes: Uint8Array): Promise<void>;
  resize(size: TerminalSize): Promise<void>;
  /** Its exit code. */
  readonly ended: Promise<number>;
}

/**
 * A namespace of a Kubernetes cluster, as far as podline needs one. Every method throws `ClusterError` once
 * retries (connection errors, 429, 5xx) are used up; an aborted signal ends a call with the signal's reason.
 */
export interface Cluster {
  /** A person's word for it: the context's name, or the server's address. */
  readonly name: string;
  readonly namespace: string;
  create<T extends KubeObject>(object: T, options?: CreateOptions): Promise<T>;
  /** Server-side apply, as `podline`, without force: what another manager owns is a conflict. */
  apply(object: KubeObject, options?: RequestOptions): Promise<KubeObject>;
  /** `undefined` where there is none. */
  get(kind: Kind, name: string, options?: RequestOptions): Promise<KubeObject | undefined>;
  list(kind: Kind, options?: ListOptions): Promise<readonly KubeObject[]>;
  /** False where there was none. */
  delete(kind: Kind, name: string, options?: DeleteOptions): Promise<boolean>;
  /** JSON merge patch. */
  patch(kind: Kind, name: string, patch: object, options?: RequestOptions): Promise<KubeObject>;
  /** One list and one watch, resumed and relisted as needed until the signal aborts (then it ends without an error). */
  watchPods(labelSelector: string, options: { readonly signal: AbortSignal }): AsyncIterable<PodChange>;
  /** Every line once, in order, as many at a time as arrive, over broken connections; ends when the container has and all is read, or the pod is gone. */
  followLog(pod: string, options: LogOptions): AsyncIterable<readonly LogEntry[]>;
  attach(pod: string, container: string, options?: RequestOptions): Promise<Attachment>;
  exec(pod: string, container: string, options: ExecOptions): Promise<Session>;
  /** Asked once, and remembered. */
  version(options?: RequestOptions): Promise<ServerVersion>;
  /** Whether the credentials allow this in the namespace, as the server says. */
  isAllowed(access: Access, options?: RequestOptions): Promise<boolean>;
  /** The server's clock, in milliseconds since 1970, from the `Date` of its last answer; the machine's before the first. */
  serverTime(): number;
  /** Tells when the API server, or the way to it, is away for some seconds, and when it is back. */
  onHealth(listener: (health: Health) => void): void;
  /** Ends idle connections; the object is of no use afterwards. */
  close(): void;
}
