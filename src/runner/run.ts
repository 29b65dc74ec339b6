import type { Cluster } from '../cluster/cluster.js';
import type { RunPlan } from '../plan/run-plan.js';
import type { RunReport } from '../report/events.js';
import { adaptPlan } from './adapt-plan.js';
import type { RunOptions } from './run-options.js';
import { RunSession } from './run-session.js';
import { stepSecrets } from './secrets.js';

/**
 * Runs a plan to its end and removes all that it made, unless it is to be kept. A pipeline that fails is a result.
 *
 * @throws WorkflowError - a secret has no value; nothing was created
 * @throws ClusterError - the cluster refuses the run or is not there; what was created is removed as far as it can be
 * @throws the signal's reason, where it aborts before the run has begun
 */
export async function run(plan: RunPlan, cluster: Cluster, options: RunOptions): Promise<RunReport> {
  const secrets = stepSecrets(plan, options.secrets ?? new Map());
  const session = new RunSession(await adaptPlan(plan, cluster), cluster, { ...options, stepSecrets: secrets });
  const owner = await session.begin();
  try {
    return await session.finish(await session.work(owner));
  } catch (error) {
    await session.abandon();
    throw error;
  }
}
