import { systemClock } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import { pidBeside } from '../contract/holder.js';
import { isPodlineError, UsageError } from '../errors.js';
import { type RunPlan, stepsOf } from '../plan/run-plan.js';
import type { RunReport } from '../report/events.js';
import { adaptPlan } from './adapt-plan.js';
import { readBackSecrets } from './read-back-secrets.js';
import { readResumption } from './resumption.js';
import type { ResumeOptions, RunOptions } from './run-options.js';
import { RunSession } from './run-session.js';
import { keptUntil } from './run-status.js';
import { type SecretValues, stepSecrets as secretsOf } from './secrets.js';
import { takeLease } from './take-lease.js';

/**
 * Runs a plan to its end and removes all that it made, unless it is to be kept. A pipeline that fails is a result.
 *
 * @throws WorkflowError - a secret has no value; nothing was created
 * @throws ClusterError - the cluster refuses the run or is not there; what was created is removed as far as it can be
 * @throws the signal's reason, where it aborts before the run has begun
 */
export async function run(plan: RunPlan, cluster: Cluster, options: RunOptions): Promise<RunReport> {
  const stepSecrets = secretsOf(plan, options.secrets ?? new Map());
  const adapted = await adaptPlan(plan, cluster);
  const { clock = systemClock, onEvent } = options;
  for (const notice of adapted.notices) await onEvent({ type: 'notice', at: clock.now(), ...notice });
  const session = new RunSession(adapted.plan, cluster, { ...options, stepSecrets });
  return runSession(session);
}

/**
 * Goes on with a run that another runner has begun, once nobody looks after it.
 *
 * @throws UsageError - there is no such run, or it has ended meanwhile
 * @throws ClusterError - a Secret cannot be read, and logs are to be masked
 * @throws as {@link run}
 */
export async function resume(id: string, cluster: Cluster, options: ResumeOptions): Promise<RunReport> {
  const { holder, clock = systemClock, signal, isGone, onEvent } = options;
  const onWait = async (other: string): Promise<void> => {
    const pid = pidBeside(other, holder);
    const who = pid === undefined ? `a process elsewhere (${other})` : `process ${pid} of this machine`;
    const message = `waits until nobody else looks after the run: ${who} does`;
    await onEvent({ type: 'notice', at: clock.now(), level: 'info', message });
  };
  const heardAt = await takeLease(cluster, { run: id, holder, clock, signal, isGone, onWait });
  const resumption = await readResumption(cluster, { run: id, heardAt, signal });
  const { plan, root } = resumption;
  const until = keptUntil(root);
  if (until !== undefined) throw endedRun(plan);
  const stepSecrets = options.secrets ? secretsOf(plan, options.secrets) : [];
  const secrets = options.secrets ?? (await ownSecrets(plan, cluster, options));
  return runSession(new RunSession(plan, cluster, { ...options, secrets, stepSecrets, resumption, seenLogs: await options.seenLogs?.() }));
}

/** What the run's Secrets hold, to be masked; the names are of no use. */
async function ownSecrets(plan: RunPlan, cluster: Cluster, { isMasked, signal }: ResumeOptions): Promise<SecretValues> {
  const pods = stepsOf(plan).map(({ pod }) => pod);
  const values = isMasked ? await readBackSecrets(cluster, { run: plan.run, pods, signal }) : [];
  return new Map(values.map((value, index) => [String(index), value]));
}

function endedRun({ run, namespace }: RunPlan): UsageError {
  const hint = `podline logs ${run} -n ${namespace} shows its logs, podline down ${run} -n ${namespace} removes it`;
  return new UsageError(`run "${run}" has ended and is kept`, { code: 'run-ended', hint });
}

async function runSession(session: RunSession): Promise<RunReport> {
  const owner = await session.begin();
  try {
    return await session.finish(await session.work(owner));
  } catch (error) {
    if (!isPodlineError(error) || error.code !== 'run-taken-over') await session.abandon();
    throw error;
  }
}
