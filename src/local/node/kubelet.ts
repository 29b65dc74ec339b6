import { rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { NodeApi, Upgrade } from '../api/api-server.js';
import { ApiStatus, badRequest } from '../api/status.js';
import type { Change } from '../api/store.js';
import type { LocalObject } from '../objects.js';
import { asPod, type LocalPod } from '../pod.js';
import { attachStdin } from './attach.js';
import type { Container } from './container.js';
import { parseLogQuery, sendLog } from './log-request.js';
import { type PodEnd, PodWorker, type PodWorkerOptions } from './pod-worker.js';

export interface KubeletOptions extends Omit<PodWorkerOptions, 'folder'> {
  /** Parent of the pods' folders. */
  readonly root: string;
}

interface Managed {
  readonly worker: PodWorker;
  readonly done: Promise<void>;
  stopping?: Promise<void>;
}

/** The node's agent: one worker for each pod that is assigned to the node, their logs and their standard input. */
export class Kubelet implements NodeApi {
  private readonly pods = new Map<string, Managed>();
  private lost = false;

  constructor(private readonly options: KubeletOptions) {
    options.store.subscribe((change) => this.notice(change));
  }

  async sendLog(object: LocalObject, query: URLSearchParams, response: ServerResponse): Promise<void> {
    const pod = asPod(object);
    const name = containerName(pod, query);
    if (pod.spec.nodeName === undefined) {
      response.writeHead(204).end();
      return;
    }
    const logQuery = parseLogQuery(query, this.options.clock.now());
    const { state, log } = this.container(pod, name);
    if (query.get('previous') === 'true') {
      throw badRequest(`previous terminated container "${name}" in pod "${pod.metadata.name}" not found`);
    }
    if (state.waiting !== undefined) throw badRequest(waitingToStart(pod, name, state.waiting.reason ?? ''));
    await sendLog(log, logQuery, response);
  }

  attach(object: LocalObject, query: URLSearchParams, upgrade: Upgrade): void {
    const pod = asPod(object);
    const name = containerName(pod, query);
    if (pod.spec.nodeName === undefined) throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
    const container = this.container(pod, name);
    if (container.running === undefined) {
      const message = `container ${name} not found in pod ${pod.metadata.name}_${pod.metadata.namespace}`;
      throw new ApiStatus(message, { code: 500, reason: 'InternalError' });
    }
    attachStdin(container, upgrade);
  }

  /** Runs a command in a running container, in the terminal of this process; resolves to its exit code. */
  async enter(
    pod: LocalPod,
    name: string,
    { command, signal }: { readonly command: readonly string[]; readonly signal: AbortSignal },
  ): Promise<number> {
    const { running } = this.container(pod, name);
    if (running === undefined) throw badRequest(`container ${name} of pod ${pod.metadata.name} does not run`);
    return running.enter(command, signal);
  }

  /** Ends a pod by decision of the node. */
  async end(pod: LocalPod, why: PodEnd): Promise<void> {
    await this.pods.get(pod.metadata.uid)?.worker.end(why, 0);
  }

  killForMemory(pod: LocalPod, container: string): void {
    this.container(pod, container).killForMemory();
  }

  /** The node is gone: its containers die and nobody hears of it. */
  lose(): void {
    this.lost = true;
    for (const { worker } of this.pods.values()) {
      worker.silence();
      worker.kill();
    }
  }

  /** Kills everything and waits for the end. */
  async stop(): Promise<void> {
    this.lose();
    await Promise.all([...this.pods.values()].map(({ done }) => done));
  }

  private container(pod: LocalPod, name: string): Container {
    const url = `http://127.0.0.1:10250/containerLogs/${pod.metadata.namespace}/${pod.metadata.name}/${name}`;
    const unreachable = `Get "${url}": dial tcp 127.0.0.1:10250: connect: no route to host`;
    if (this.lost) throw new ApiStatus(unreachable, { code: 500, reason: 'InternalError' });
    const container = this.pods.get(pod.metadata.uid)?.worker.containers.find(({ spec }) => spec.name === name);
    if (container === undefined) throw badRequest(waitingToStart(pod, name, 'ContainerCreating'));
    return container;
  }

  private notice({ type, plural, object }: Change): void {
    if (this.lost) return;
    if (plural === 'pods') this.noticePod(type, asPod(object));
    if (type === 'ADDED' && (plural === 'pods' || plural === 'services')) {
      for (const { worker } of this.pods.values()) worker.refreshHosts();
    }
  }

  private noticePod(type: Change['type'], pod: LocalPod): void {
    const { uid, deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
    const known = this.pods.get(uid);
    if (type === 'DELETED') void (known && this.forget(uid, known));
    else if (pod.spec.nodeName !== undefined) {
      const managed = known ?? this.manage(pod);
      if (deletionTimestamp !== undefined) managed.stopping ??= this.remove(pod, managed, deletionGracePeriodSeconds);
    }
  }

  private manage(pod: LocalPod): Managed {
    const folder = join(this.options.root, pod.metadata.uid);
    const worker = new PodWorker(pod, { ...this.options, folder });
    const managed = { worker, done: worker.run() };
    this.pods.set(pod.metadata.uid, managed);
    return managed;
  }

  private async remove(pod: LocalPod, { worker, done }: Managed, grace: number): Promise<void> {
    await Promise.all([worker.stop(grace), done]);
    this.options.store.remove('pods', pod);
  }

  private async forget(uid: string, { worker, done }: Managed): Promise<void> {
    worker.kill();
    await done;
    this.pods.delete(uid);
    rmSync(join(this.options.root, uid), { recursive: true, force: true });
  }
}

function containerName({ spec, metadata }: LocalPod, query: URLSearchParams): string {
  const names = [...(spec.initContainers ?? []), ...spec.containers].map(({ name }) => name);
  const asked = query.get('container');
  if (asked === null) {
    const [only, ...others] = spec.containers.map(({ name }) => name);
    if (only !== undefined && others.length === 0) return only;
    throw badRequest(`a container name must be specified for pod ${metadata.name}, choose one of: [${names.join(' ')}]`);
  }
  if (!names.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${metadata.name}`);
  return asked;
}

function waitingToStart({ metadata }: LocalPod, container: string, reason: string): string {
  const why =
    reason === 'ErrImagePull' ? "image can't be pulled" : reason === 'ImagePullBackOff' ? 'trying and failing to pull image' : reason;
  return `container "${container}" in pod "${metadata.name}" is waiting to start: ${why}`;
}
