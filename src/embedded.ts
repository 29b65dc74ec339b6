import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import type { Clock } from './clock.js';
import type { Cluster } from './cluster/cluster.js';
import { KubeCluster } from './cluster/kube-cluster.js';
import { STEP_CONTAINER } from './contract/annotations.js';
import type { Faults } from './local/faults.js';
import { EMBEDDED_CLUSTER } from './local/kubeconfig.js';
import { LocalCluster } from './local/local-cluster.js';
import type { Runtime } from './local/runtimes/runtime.js';
import { DirectAgent } from './local/simulation/direct-agent.js';

/** How the embedded cluster runs containers: shut in by namespaces, or with all that their user can do. */
export type EmbeddedRuntime = 'process' | 'process-unsafe';

export interface EmbeddedOptions {
  readonly namespace: string;
  readonly runtime: EmbeddedRuntime | Runtime;
  /** A clock of its own for the cluster and its client, which then meet without the network and without chance. @default - the machine's */
  readonly clock?: Clock;
  /** Fills the folder of a claim before it is bound. */
  readonly fillClaim?: (claim: string, folder: string) => Promise<void>;
}

/** An embedded cluster that runs in this process, and the client that it is reached with. */
export interface Embedded {
  readonly cluster: Cluster;
  /** What can go wrong with it, on demand. */
  readonly faults: Faults;
  /** Text of a kubeconfig for it. */
  readonly kubeconfig: string;
  /** Runs a command in the container of a step, in the terminal of this process; resolves to its exit code. */
  enter(pod: string, command: readonly string[], signal: AbortSignal): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts an embedded cluster with one namespace, and connects to it as to any other.
 *
 * @throws UsageError where this machine cannot run containers the way asked for
 */
export async function startEmbedded({ namespace, runtime, clock, fillClaim }: EmbeddedOptions): Promise<Embedded> {
  const stateRoot = path.join(tmpdir(), `podline-local-${userInfo().uid}`);
  const local = await LocalCluster.start({ runtime, stateRoot, clock, fillClaim });
  try {
    const cluster = await connect(local, { namespace, clock });
    await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    const stop = async () => {
      cluster.close();
      await local.stop();
    };
    const enter = (pod: string, command: readonly string[], signal: AbortSignal) =>
      local.enter({ namespace, pod, container: STEP_CONTAINER, command }, signal);
    return { cluster, faults: local.faults, kubeconfig: local.kubeconfig('podline local'), enter, stop };
  } catch (error) {
    await local.stop();
    throw error;
  }
}

/** The kubeconfig is a file only while it is read, so that nothing remains of it where this process is killed. */
async function connect(local: LocalCluster, { namespace, clock }: Pick<EmbeddedOptions, 'namespace' | 'clock'>): Promise<Cluster> {
  const folder = await mkdtemp(path.join(tmpdir(), 'podline-kubeconfig-'));
  try {
    const kubeconfig = path.join(folder, 'kubeconfig');
    await writeFile(kubeconfig, local.kubeconfig(clock ? 'virtual time' : EMBEDDED_CLUSTER), { mode: 0o600 });
    const apart = clock && { clock, agent: new DirectAgent(() => local.connect()), random: () => 0.5 };
    return await KubeCluster.connect({ kubeconfig, env: {}, home: folder, namespace, ...apart });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
