import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../clock.js';
import type { Plural } from '../api/resources.js';
import type { Store } from '../api/store.js';
import type { EventRecorder } from '../controllers/events.js';
import { asPod, type LocalContainer, type LocalPod } from '../pod.js';
import type { Runtime } from '../runtimes/runtime.js';
import { Container, type ContainerOptions } from './container.js';
import { ConfigError, commandOf, environmentOf } from './env.js';
import { hostsFile } from './hosts.js';
import { imageProblem } from './image.js';
import { podStatus } from './pod-status.js';
import { MountError, mountsOf, prepareVolumes } from './volumes.js';

export interface PodWorkerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly runtime: Runtime;
  readonly events: EventRecorder;
  /** A folder of this pod's own. */
  readonly folder: string;
  readonly claimFolder: (namespace: string, name: string) => string | undefined;
  readonly started: ContainerOptions['started'];
}

/** Why the kubelet ends a pod by itself. */
export interface PodEnd {
  readonly reason: string;
  readonly message: string;
}

/** Milliseconds: how long a failed pull is shown before the back-off, the first wait, and the longest. */
const BACK_OFF = { shown: 1_000, first: 10_000, longest: 300_000 } as const;

/** Kinds whose objects a pod may wait for. */
const NAMED_BY_PODS: readonly Plural[] = ['configmaps', 'secrets', 'persistentvolumeclaims'];

/**
 * One pod on the node: brings it up, reports its status, takes it down. A container that has ended is never started
 * again, whatever the restart policy: podline's pods have `Never`.
 */
export class PodWorker {
  readonly containers: readonly Container[];
  private readonly init: readonly Container[];
  private readonly main: readonly Container[];
  private readonly startedAt: number;
  private readonly stopping = new AbortController();
  private readonly over = new AbortController();
  private mounted = false;
  private ended: PodEnd | undefined;
  private silent = false;

  constructor(
    private readonly pod: LocalPod,
    private readonly options: PodWorkerOptions,
  ) {
    this.startedAt = options.clock.now();
    mkdirSync(options.folder, { recursive: true });
    const make = (spec: LocalContainer) =>
      new Container(spec, {
        ...options,
        changed: () => this.report(),
        unready: (message) => this.event('Warning', 'Unhealthy', message),
        folder: join(options.folder, 'containers', spec.name),
      });
    this.init = (pod.spec.initContainers ?? []).map(make);
    this.main = pod.spec.containers.map(make);
    this.containers = [...this.init, ...this.main];
    this.refreshHosts();
  }

  /** Brings the pod up and stays until all its containers have ended, for whatever reason. */
  async run(): Promise<void> {
    const deadline = this.watchDeadline();
    try {
      if (this.init.length > 0) for (const container of this.main) container.wait('PodInitializing');
      this.report();
      const volumes = await this.untilPossible(() => prepareVolumes(this.pod, { ...this.options, folder: this.folder('volumes') }), {
        error: MountError,
        waits: (message) => this.event('Warning', 'FailedMount', message),
      });
      if (volumes === undefined) return;
      this.mounted = true;
      this.report();
      for (const container of this.init) {
        await this.bringUp(container, volumes);
        if (container.state.terminated?.exitCode !== 0) return;
      }
      await Promise.all(this.main.map((container) => this.bringUp(container, volumes)));
    } catch (error) {
      this.ended = { reason: 'KubeletError', message: String(error) };
      this.report();
    } finally {
      this.over.abort();
      await deadline;
      for (const { log } of this.containers) log.end();
    }
  }

  /** Ends the pod: asks its containers, and kills what is left after the grace period. */
  async stop(graceSeconds: number): Promise<void> {
    this.stopping.abort();
    for (const container of this.containers) {
      if (container.running !== undefined) this.event('Normal', 'Killing', `Stopping container ${container.spec.name}`);
      container.terminate();
    }
    await this.options.clock.sleep(graceSeconds * 1000, this.over.signal);
    this.kill();
  }

  /** Ends the pod because the node cannot keep it; its status says so from now on. */
  async end(why: PodEnd, graceSeconds: number): Promise<void> {
    this.ended = why;
    this.report();
    await this.stop(graceSeconds);
  }

  kill(): void {
    this.stopping.abort();
    for (const container of this.containers) container.kill();
  }

  /** Stops reporting, as a node that nobody hears any more. */
  silence(): void {
    this.silent = true;
  }

  refreshHosts(): void {
    const { store, folder } = this.options;
    const { namespace } = this.pod.metadata;
    const pods = store.list('pods', namespace).map(asPod);
    writeFileSync(join(folder, 'hosts'), hostsFile(this.pod, store.list('services', namespace), pods));
  }

  private async bringUp(container: Container, volumes: ReadonlyMap<string, string>): Promise<void> {
    if (!(await this.pull(container))) return;
    const env = await this.untilPossible(() => environmentOf(this.pod, container.spec, this.options.store), {
      error: ConfigError,
      waits: (message) => {
        container.wait('CreateContainerConfigError', message);
        this.event('Warning', 'Failed', `Error: ${message}`);
      },
    });
    if (env === undefined) return;
    await container.run({
      command: commandOf(container.spec, env),
      env,
      workingDir: container.spec.workingDir ?? '/',
      mounts: mountsOf(container.spec, this.pod, volumes),
      hostsFile: this.folder('hosts'),
      pod: this.pod.metadata,
    });
    const { reason, message } = container.state.terminated ?? {};
    if (reason === 'StartError') this.event('Warning', 'Failed', `Error: ${message}`);
  }

  /** @returns false when the pod was stopped while the image could not be had */
  private async pull(container: Container): Promise<boolean> {
    const { image } = container.spec;
    const { clock } = this.options;
    const { signal } = this.stopping;
    const problem = imageProblem(image);
    if (problem === undefined) return !signal.aborted;
    const { reason, message } = problem;
    for (let wait: number = BACK_OFF.first; !signal.aborted; wait = Math.min(wait * 2, BACK_OFF.longest)) {
      container.wait(reason, message);
      this.event('Warning', 'Failed', reason === 'ErrImagePull' ? `Failed to pull image "${image}": ${message}` : message);
      this.event('Warning', 'Failed', `Error: ${reason}`);
      if (reason === 'ErrImagePull') {
        await clock.sleep(BACK_OFF.shown, signal);
        container.wait('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${message}`);
        this.event('Normal', 'BackOff', `Back-off pulling image "${image}"`);
      }
      await clock.sleep(wait, signal);
    }
    return false;
  }

  /** Tries again with each change of an object that may be what is missing; `undefined` when the pod was stopped. */
  private async untilPossible<T>(
    attempt: () => T,
    { error: expected, waits }: { readonly error: typeof MountError | typeof ConfigError; readonly waits: (message: string) => void },
  ): Promise<T | undefined> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        return attempt();
      } catch (error) {
        if (!(error instanceof expected)) throw error;
        waits(error.message);
      }
      await this.options.store.next((change) => NAMED_BY_PODS.includes(change.plural), signal);
    }
    return undefined;
  }

  private async watchDeadline(): Promise<void> {
    const { activeDeadlineSeconds, terminationGracePeriodSeconds = 30 } = this.pod.spec;
    if (activeDeadlineSeconds === undefined) return;
    const { signal: over } = this.over;
    await this.options.clock.sleep(activeDeadlineSeconds * 1000, over);
    if (over.aborted) return;
    const why = { reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline' };
    this.event('Normal', why.reason, why.message);
    await this.end(why, terminationGracePeriodSeconds);
  }

  private report(): void {
    const { store, clock } = this.options;
    const object = store.get('pods', this.pod.metadata.namespace, this.pod.metadata.name);
    if (this.silent || object?.metadata.uid !== this.pod.metadata.uid) return;
    const pod = asPod(object);
    const record = {
      init: this.init.map((container) => container.record),
      main: this.main.map((container) => container.record),
      startedAt: this.startedAt,
      mounted: this.mounted,
      ended: this.ended,
    };
    const status = podStatus(pod.status, record, clock.now());
    if (JSON.stringify(status) !== JSON.stringify(pod.status)) store.update('pods', { ...pod, status });
  }

  private event(type: 'Normal' | 'Warning', reason: string, message: string): void {
    if (!this.silent) this.options.events.record(this.pod, { type, reason, message });
  }

  private folder(name: string): string {
    return join(this.options.folder, name);
  }
}
