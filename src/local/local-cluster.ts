import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { type Clock, systemClock } from '../clock.js';
import { ApiServer } from './api/api-server.js';
import { Deletion } from './api/deletion.js';
import { type RequestFault, RequestFaults } from './api/request-faults.js';
import { Store } from './api/store.js';
import { Verbs } from './api/verbs.js';
import { Claims } from './controllers/claims.js';
import { EventRecorder } from './controllers/events.js';
import { collectGarbage } from './controllers/garbage-collector.js';
import { keepNamespaces } from './controllers/namespaces.js';
import { type NodeOptions, nodeObject } from './controllers/node-object.js';
import { Scheduler } from './controllers/scheduler.js';
import { Faults } from './faults.js';
import { kubeconfig } from './kubeconfig.js';
import { Kubelet } from './node/kubelet.js';
import { asPod } from './pod.js';
import { ProcessRuntime } from './runtimes/process.js';
import { UnsafeProcessRuntime } from './runtimes/process-unsafe.js';
import type { Runtime } from './runtimes/runtime.js';
import { StateFolder } from './state-folder.js';

export interface LocalClusterOptions {
  /**
   * How containers run: `process` shuts them in with namespaces, `process-unsafe` lets them do what their user can.
   */
  readonly runtime: 'process' | 'process-unsafe' | Runtime;
  /** Parent folder for claims and logs; each cluster makes one of its own in it and removes it at the end. */
  readonly stateRoot: string;
  /** @default - the machine's */
  readonly clock?: Clock;
  readonly node?: NodeOptions;
  /** Fills the folder of a claim of that name before it is bound. @default - it is empty */
  readonly fillClaim?: (claim: string, folder: string) => Promise<void>;
  /** What goes wrong with the first requests. */
  readonly faults?: readonly RequestFault[];
}

/** A command, and the container it is for. */
export interface EnterTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly command: readonly string[];
}

/**
 * A single-node Kubernetes inside this process: the subset that a pipeline touches, faithfully, over HTTP. Whoever
 * starts one must stop it; after SIGKILL the next start with the same state root cleans up.
 */
export class LocalCluster {
  /** What can go wrong, on demand. */
  readonly faults: Faults;
  /** Bearer token that every request needs. */
  readonly token: string;
  private readonly api: ApiServer;
  private readonly kubelet: Kubelet;
  private readonly store: Store;

  private constructor(
    private readonly state: StateFolder,
    runtime: Runtime,
    options: LocalClusterOptions,
  ) {
    const clock = options.clock ?? systemClock;
    const store = new Store(clock);
    this.store = store;
    const deletion = new Deletion(store, clock);
    const requests = new RequestFaults();
    const recorder = (component: string) => new EventRecorder(component, store, clock);
    requests.add(...(options.faults ?? []));
    keepNamespaces(store, deletion);
    collectGarbage(store, deletion);
    const claims = new Claims(store, {
      events: recorder('persistentvolume-controller'),
      root: join(state.path, 'claims'),
      fill: options.fillClaim,
    });
    new Scheduler(store, recorder('default-scheduler'), clock);
    this.kubelet = new Kubelet({
      store,
      clock,
      runtime,
      events: recorder('kubelet'),
      root: join(state.path, 'pods'),
      claimFolder: (namespace, name) => claims.folder(namespace, name),
      started: (container) => state.note(container),
    });
    this.token = randomBytes(24).toString('hex');
    const verbs = new Verbs(store, deletion);
    this.api = new ApiServer({ token: this.token, clock, store, verbs, deletion, node: this.kubelet, faults: requests });
    this.faults = new Faults({ store, clock, api: this.api, kubelet: this.kubelet, deletion, requests });
    store.create('nodes', nodeObject(options.node));
    const serverside = new URLSearchParams();
    for (const name of ['default', 'kube-system']) verbs.create({ plural: 'namespaces' }, serverside, { metadata: { name } });
  }

  /** @throws UsageError where this machine cannot run containers the way asked for */
  static async start(options: LocalClusterOptions): Promise<LocalCluster> {
    const state = await StateFolder.create(options.stateRoot);
    try {
      const runtime = runtimeOf(options.runtime);
      const trial = join(state.path, 'trial');
      mkdirSync(trial);
      await runtime.check(trial);
      const cluster = new LocalCluster(state, runtime, options);
      await cluster.api.start();
      return cluster;
    } catch (error) {
      state.remove();
      throw error;
    }
  }

  get url(): string {
    return this.api.url;
  }

  /** Runs a command in a running container, in the terminal of this process; resolves to its exit code. */
  async enter(target: EnterTarget, signal: AbortSignal): Promise<number> {
    const { namespace, pod, container, command } = target;
    const object = this.store.get('pods', namespace, pod);
    if (object === undefined) throw new Error(`no pod ${pod} in ${namespace}`);
    return this.kubelet.enter(asPod(object), container, { command, signal });
  }

  /** A connection to the API server from within this process, without the network. */
  connect(): Duplex {
    return this.api.connect();
  }

  /** Text of a kubeconfig for kubectl and other clients; `context`: what a person knows the cluster by. */
  kubeconfig(context: string): string {
    return kubeconfig({ server: this.url, token: this.token, context });
  }

  /** Kills all containers, closes all connections and removes all folders. */
  async stop(): Promise<void> {
    await Promise.all([this.api.stop(), this.kubelet.stop()]);
    this.state.remove();
  }
}

function runtimeOf(runtime: LocalClusterOptions['runtime']): Runtime {
  if (runtime === 'process') return new ProcessRuntime();
  return runtime === 'process-unsafe' ? new UnsafeProcessRuntime() : runtime;
}
