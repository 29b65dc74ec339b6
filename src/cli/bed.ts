import path from 'node:path';
import type { Cluster } from '../cluster/cluster.js';
import type { RunPlan } from '../plan/run-plan.js';
import { withoutClone } from '../plan/without-clone.js';
import { workspacePath } from '../plan/workspace-path.js';
import type { Invocation } from './commands.js';
import { connect } from './connect.js';
import { runtimeOf } from './platform.js';

/** Where a plan runs, and the plan as it is run there. */
export interface Bed {
  readonly plan: RunPlan;
  readonly cluster: Cluster;
  stop(): Promise<void>;
}

/** On the cluster that the flags, the environment or the kubeconfig name. */
export async function onCluster(plan: RunPlan, invocation: Invocation): Promise<Bed> {
  const cluster = await connect(plan.namespace, invocation);
  return { plan, cluster, stop: async () => cluster.close() };
}

/** On the embedded cluster a copy of the working tree stands in for the clone step. */
export async function onThisMachine(
  plan: RunPlan,
  { invocation, say }: { readonly invocation: Invocation; readonly say: (message: string, level: 'info' | 'warning') => Promise<void> },
): Promise<Bed> {
  const { startEmbedded } = await import('../embedded.js');
  const { copyWorkingTree, readWorkingTree } = await import('./working-tree.js');
  const tree = await readWorkingTree(invocation.io.cwd);
  const fillClaim = (claim: string, folder: string) => copyWorkingTree(tree, path.join(folder, workspacePath(plan, claim)));
  const embedded = await startEmbedded({ namespace: plan.namespace, runtime: runtimeOf(invocation.flags.local), fillClaim });
  await say('images are not used: the steps run in processes of this machine, on a copy of this folder', 'info');
  if (tree.outside.length > 0) await say(`not copied, because they lead out of this folder: ${tree.outside.join(', ')}`, 'warning');
  return { plan: withoutClone(plan), ...embedded };
}
