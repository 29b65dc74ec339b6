import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { KubeCluster } from '../src/cluster/kube-cluster.js';
import { type Runner, runnerOf } from '../test/scenarios/account.js';
import { Bed as NamespaceBed, type TestCluster } from '../test/scenarios/bed.js';
import { kubectlOf } from '../test/scenarios/kubectl.js';
import { scheduleProbe } from './schedule-probe.js';

const execute = promisify(execFile);
const POLL_MS = 200;
/** Controllers have been seen to take a minute and more after an absence of the server. */
const PATIENCE_MS = 180_000;
const CLUSTER = fileURLToPath(new URL('../../shared/cluster/cluster', import.meta.url));

/** The cluster that the environment names; see chaos/main.ts. */
export function bedFrom(env: NodeJS.ProcessEnv): Bed | undefined {
  const kubeconfig = env.PODLINE_E2E_KUBECONFIG;
  return kubeconfig ? new Bed(kubeconfig, env.CHAOS_CLUSTER ?? CLUSTER) : undefined;
}

/** A real cluster whose API server may be killed, and namespaces of its own for each proof. */
export class Bed implements TestCluster {
  /** The server was away: those that ask it are a while behind. */
  private wasAway = false;
  private runner?: Promise<Runner>;
  readonly kubectl: (...args: readonly string[]) => Promise<string>;

  /** @param command - the script that began the cluster */
  constructor(
    readonly kubeconfig: string,
    private readonly command: string,
  ) {
    this.kubectl = kubectlOf(kubeconfig);
  }

  /** Works in a new namespace, which is removed at the end. */
  async inNamespace<T>(work: (namespace: NamespaceBed) => Promise<T>): Promise<T> {
    return NamespaceBed.use(this, work);
  }

  /** Kills the API server, and starts it again after so long. */
  async killApi(downMs: number): Promise<void> {
    this.wasAway = true;
    await execute(this.command, ['kill-api']);
    await sleep(downMs);
    await execute(this.command, ['start-api']);
  }

  /** Stops the agent of the node, and starts it again after so long; its containers run on. */
  async stopKubelet(downMs: number): Promise<void> {
    await execute(this.command, ['stop-kubelet']);
    await sleep(downMs);
    await execute(this.command, ['start-kubelet']);
  }

  /** Makes an image of the root file system in a folder. */
  async image(reference: string, folder: string): Promise<void> {
    await execute(this.command, ['image', reference, folder]);
  }

  /** Works while the node keeps so much of a container's log in one piece, such as `10Mi`. */
  async withLogLimit<T>(limit: string, work: () => Promise<T>): Promise<T> {
    const file = path.join(path.dirname(this.kubeconfig), 'kubelet.yaml');
    const given = await readFile(file, 'utf8');
    const wanted = given.replace(/^(containerLogMaxSize: ).*$/m, `$1${limit}`);
    if (wanted === given) return work();
    await this.configureNode(file, wanted);
    try {
      return await work();
    } finally {
      await this.configureNode(file, given);
    }
  }

  private async configureNode(file: string, text: string): Promise<void> {
    await execute(this.command, ['stop-kubelet']);
    await writeFile(file, text);
    await execute(this.command, ['start-kubelet']);
    // until then the node is what it was before
    const [, limit] = /^containerLogMaxSize: (.*)$/m.exec(text) ?? [];
    const node = await this.kubectl('get', 'nodes', '--output', 'jsonpath={.items[0].metadata.name}');
    await this.eventually(async () => {
      const { kubeletconfig } = JSON.parse(await this.kubectl('get', '--raw', `/api/v1/nodes/${node}/proxy/configz`));
      if (kubeletconfig.containerLogMaxSize !== limit) throw new Error(`the node keeps ${kubeletconfig.containerLogMaxSize} of a log`);
    });
    await this.kubectl('wait', '--for=condition=Ready', `node/${node}`, `--timeout=${PATIENCE_MS / 1000}s`);
  }

  /** Tries until it works: a server that was away is a while without those that it asks in turn. */
  async eventually<T>(work: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await sleep(POLL_MS);
      }
    }
  }

  /** `kind/name` of everything in a namespace, of every kind that the cluster knows; events aside, which nobody owns. */
  async objectsIn(namespace: string): Promise<readonly string[]> {
    const kinds = (await this.kubectl('api-resources', '--namespaced', '--verbs=list', '--output', 'name')).split('\n');
    const wanted = kinds.filter((kind) => kind !== '' && !kind.startsWith('events')).join(',');
    return (await this.kubectl('get', wanted, '--namespace', namespace, '--output', 'name')).split('\n').filter((name) => name !== '');
  }

  async enter(namespace: KubeCluster): Promise<string> {
    this.runner ??= runnerOf(this.kubeconfig);
    const { kubeconfig, letInto } = await this.runner;
    await letInto(namespace);
    return kubeconfig;
  }

  async untilReady(namespace: string): Promise<void> {
    // a controller makes it, which may still be away itself, and pods are refused before
    const wait = ['wait', '--for=create', 'serviceaccount/default', 'configmap/kube-root-ca.crt', '--timeout=20s'];
    await this.eventually(async () => this.kubectl(...wait, '--namespace', namespace));
    if (this.wasAway) await this.eventually(async () => scheduleProbe(this.kubeconfig, namespace));
    this.wasAway = false;
  }

  async outside(namespace: string): Promise<readonly string[]> {
    const path = 'jsonpath={range .items[*]}{.spec.claimRef.namespace} {.metadata.name}{"\\n"}{end}';
    const volumes = (await this.kubectl('get', 'persistentvolumes', '--output', path)).split('\n').map((line) => line.split(' '));
    return volumes.flatMap(([owner, name]) => (owner === namespace ? [`PersistentVolume/${name}`] : []));
  }

  async stop(): Promise<void> {}
}
