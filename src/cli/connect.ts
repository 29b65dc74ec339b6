import type { Cluster } from '../cluster/cluster.js';
import type { Invocation } from './commands.js';

/** The cluster that the flags, the environment or the person's kubeconfig name. */
export async function connect(namespace: string, { io, flags }: Pick<Invocation, 'io' | 'flags'>): Promise<Cluster> {
  const { KubeCluster } = await import('../cluster/kube-cluster.js');
  const { kubeconfig, context } = flags;
  return KubeCluster.connect({ kubeconfig, context, env: io.env, home: io.home, namespace });
}
