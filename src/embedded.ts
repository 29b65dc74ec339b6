import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import type { Cluster } from './cluster/cluster.js';
import { KubeCluster } from './cluster/kube-cluster.js';
import { LocalCluster } from './local/local-cluster.js';

/** How the embedded cluster runs containers: shut in by namespaces, or with all that their user can do. */
export type EmbeddedRuntime = 'process' | 'process-unsafe';

export interface EmbeddedOptions {
  readonly namespace: string;
  readonly runtime: EmbeddedRuntime;
  /** Fills the folder of a claim before it is bound. */
  readonly fillClaim?: (claim: string, folder: string) => Promise<void>;
}

/** An embedded cluster that runs in this process, and the client that it is reached with. */
export interface Embedded {
  readonly cluster: Cluster;
  /** Text of a kubeconfig for it. */
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

/**
 * Starts an embedded cluster with one namespace, and connects to it as to any other.
 *
 * @throws UsageError where this machine cannot run containers the way asked for
 */
export async function startEmbedded({ namespace, runtime, fillClaim }: EmbeddedOptions): Promise<Embedded> {
  const stateRoot = path.join(tmpdir(), `podline-local-${userInfo().uid}`);
  const local = await LocalCluster.start({ runtime, stateRoot, fillClaim });
  try {
    const cluster = await connect(local, namespace);
    await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    const stop = async () => {
      cluster.close();
      await local.stop();
    };
    return { cluster, kubeconfig: local.kubeconfig(), stop };
  } catch (error) {
    await local.stop();
    throw error;
  }
}

/** The kubeconfig is a file only while it is read, so that nothing remains of it where this process is killed. */
async function connect(local: LocalCluster, namespace: string): Promise<Cluster> {
  const folder = await mkdtemp(path.join(tmpdir(), 'podline-kubeconfig-'));
  try {
    const kubeconfig = path.join(folder, 'kubeconfig');
    await writeFile(kubeconfig, local.kubeconfig(), { mode: 0o600 });
    return await KubeCluster.connect({ kubeconfig, env: {}, home: folder, namespace });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
