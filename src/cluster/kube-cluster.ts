import type { Agent } from 'node:http';
import { type Clock, systemClock } from '../clock.js';
import { EMBEDDED_BUILD } from '../contract/embedded.js';
import type { KubeObject } from '../contract/objects.js';
import { ClusterError, UsageError } from '../errors.js';
import { reviewAccess } from './access-review.js';
import { ApiClient } from './api-client.js';
import { attach } from './attach.js';
import type {
  Access,
  Attachment,
  Cluster,
  CreateOptions,
  DeleteOptions,
  ExecOptions,
  Health,
  Kind,
  ListOptions,
  LogEntry,
  LogOptions,
  PodChange,
  RequestOptions,
  ServerVersion,
  Session,
} from './cluster.js';
import { create } from './create.js';
import { Credentials } from './credentials.js';
import { exec } from './exec.js';
import { isRecord } from './json.js';
import { type KubeConfigOptions, loadKubeConfig } from './kubeconfig.js';
import { listAll } from './list.js';
import { LogStream } from './log-stream.js';
import { PodWatch } from './pod-watch.js';
import { readObject } from './read-object.js';
import { isKind, objectPath, withQuery } from './resources.js';

export interface ConnectOptions extends KubeConfigOptions {
  readonly namespace: string;
  /** @default the system's */
  readonly clock?: Clock;
  /** @default - connections over the network */
  readonly agent?: Agent;
  /** From 0 to 1; spreads the tries of many clients. @default - the machine's */
  readonly random?: () => number;
}

/** A cluster as a kubeconfig or a pod's service account names it. */
export class KubeCluster implements Cluster {
  private known?: ServerVersion;

  private constructor(
    private readonly api: ApiClient,
    readonly name: string,
    readonly namespace: string,
  ) {}

  /**
   * Reads the configuration; sends no request yet.
   *
   * @throws {@link UsageError} where there is no usable kubeconfig.
   */
  static async connect(options: ConnectOptions): Promise<KubeCluster> {
    const { agent, clock = systemClock, random, namespace } = options;
    const credentials = await Credentials.read(() => loadKubeConfig(options), agent);
    return new KubeCluster(new ApiClient(credentials, clock, random), credentials.contextName, namespace);
  }

  async create<T extends KubeObject>(object: T, options: CreateOptions = {}): Promise<T> {
    const { kind } = object;
    if (!isKind(kind)) {
      throw new UsageError(`podline does not create objects of kind ${kind}: ${object.metadata.name}`, { code: 'unsupported-kind' });
    }
    const created = await create(this.api, object, { kind, namespace: this.namespace, ...options });
    // the server answers with an object of the kind that it was sent
    return created as T;
  }

  async apply(object: KubeObject, { signal }: RequestOptions = {}): Promise<KubeObject> {
    const { kind, metadata } = object;
    if (!isKind(kind))
      throw new UsageError(`podline does not apply objects of kind ${kind}: ${metadata.name}`, { code: 'unsupported-kind' });
    const path = withQuery(objectPath(kind, metadata.namespace ?? this.namespace, metadata.name), { fieldManager: 'podline' });
    // JSON is YAML
    const contentType = 'application/apply-patch+yaml';
    const intent = { action: 'apply', object: `${kind}/${metadata.name}`, signal } as const;
    return readObject(await this.api.json({ ...intent, method: 'PATCH', path, body: object, contentType }), kind);
  }

  async get(kind: Kind, name: string, { signal }: RequestOptions = {}): Promise<KubeObject | undefined> {
    const path = objectPath(kind, this.namespace, name);
    return unlessMissing(async () =>
      readObject(await this.api.json({ method: 'GET', path, action: 'read', object: `${kind}/${name}`, signal }), kind),
    );
  }

  async list(kind: Kind, options: ListOptions = {}): Promise<readonly KubeObject[]> {
    const namespace = options.inAllNamespaces ? undefined : this.namespace;
    return (await listAll(this.api, { kind, namespace }, options)).items;
  }

  async delete(kind: Kind, name: string, options: DeleteOptions = {}): Promise<boolean> {
    const { gracePeriodSeconds, propagation = 'Background', uid, signal } = options;
    const path = objectPath(kind, this.namespace, name);
    const body = {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      gracePeriodSeconds,
      propagationPolicy: propagation,
      preconditions: uid === undefined ? undefined : { uid },
    };
    try {
      await this.api.json({ method: 'DELETE', path, body, action: 'delete', object: `${kind}/${name}`, signal });
      return true;
    } catch (error) {
      // a conflict: the object of that uid is gone, another one has its name
      if (error instanceof ClusterError && (error.status === 404 || (uid !== undefined && error.status === 409))) return false;
      throw error;
    }
  }

  async patch(kind: Kind, name: string, patch: object, { signal }: RequestOptions = {}): Promise<KubeObject> {
    const path = objectPath(kind, this.namespace, name);
    const contentType = 'application/merge-patch+json';
    return readObject(
      await this.api.json({ method: 'PATCH', path, body: patch, contentType, action: 'change', object: `${kind}/${name}`, signal }),
      kind,
    );
  }

  watchPods(labelSelector: string, { signal }: { readonly signal: AbortSignal }): AsyncIterable<PodChange> {
    return new PodWatch(this.api, { namespace: this.namespace, labelSelector, signal }).changes();
  }

  followLog(pod: string, options: LogOptions): AsyncIterable<readonly LogEntry[]> {
    return new LogStream(this.api, { ...options, pod, namespace: this.namespace }).entries();
  }

  async attach(pod: string, container: string, { signal }: RequestOptions = {}): Promise<Attachment> {
    return attach(this.api, { pod, container, namespace: this.namespace, signal });
  }

  async exec(pod: string, container: string, options: ExecOptions): Promise<Session> {
    return exec(this.api, { ...options, pod, container, namespace: this.namespace });
  }

  async version({ signal }: RequestOptions = {}): Promise<ServerVersion> {
    this.known ??= versionIn(await this.api.json({ method: 'GET', path: '/version', action: 'read', object: 'the version', signal }));
    return this.known;
  }

  async isAllowed(access: Access, { signal }: RequestOptions = {}): Promise<boolean> {
    return reviewAccess(this.api, { ...access, namespace: this.namespace, signal });
  }

  serverTime(): number {
    return this.api.serverTime();
  }

  onHealth(listener: (health: Health) => void): void {
    this.api.health.listen(listener);
  }

  close(): void {
    this.api.credentials.close();
  }
}

function versionIn(answer: unknown): ServerVersion {
  const { major, minor, platform, gitVersion } = isRecord(answer) ? answer : {};
  // some providers say "34+"
  return {
    major: Number.parseInt(String(major), 10),
    minor: Number.parseInt(String(minor), 10),
    platform: typeof platform === 'string' ? platform : undefined,
    isEmbedded: String(gitVersion).endsWith(EMBEDDED_BUILD),
  };
}

async function unlessMissing<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof ClusterError && error.status === 404) return undefined;
    throw error;
  }
}
