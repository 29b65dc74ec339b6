import type { Cluster } from '../cluster/cluster.js';
import { COMMANDS, type Invocation } from './commands.js';

/** The cluster that the flags, the environment or the person's kubeconfig name. */
export async function connect(namespace: string, { io, flags }: Pick<Invocation, 'io' | 'flags'>): Promise<Cluster> {
  const { KubeCluster } = await import('../cluster/kube-cluster.js');
  const { kubeconfig, context } = flags;
  const hasLocal = COMMANDS.some((command) => command.name === io.argv[0] && command.flags.includes('local'));
  const orElse = hasLocal ? 'or run on this machine with --local' : undefined;
  return KubeCluster.connect({ kubeconfig, context, env: io.env, home: io.home, namespace, orElse });
}
