import type { Cluster } from '../cluster/cluster.js';
import { runName } from '../contract/names.js';
import { isLease } from '../contract/objects.js';
import { UsageError } from '../errors.js';
import { type RunPlan, stepsOf } from '../plan/run-plan.js';
import { type ResumedStep, readResumption } from './resumption.js';
import { runStatus } from './run-status.js';
import { judge } from './verdict.js';

/** A run that has ended and is still on the cluster. */
export interface EndedRun {
  readonly plan: RunPlan;
  /** Ids of the steps that passed. */
  readonly passed: ReadonlySet<string>;
}

/** Reads a run that has ended from the cluster. Throws `UsageError` where there is none, or where it goes on. */
export async function readEnded(cluster: Cluster, run: string, signal: AbortSignal): Promise<EndedRun> {
  const [{ plan, root, steps }, lease] = await Promise.all([
    readResumption(cluster, { run, signal }),
    cluster.get('Lease', runName(run), { signal }),
  ]);
  const status = runStatus({ root, lease: lease && isLease(lease) ? lease : undefined }, cluster.serverTime());
  if (status.type === 'running')
    throw new UsageError(`run "${run}" has not ended`, {
      code: 'run-goes-on',
      hint: `podline cancel ${run} -n ${plan.namespace} ends it, podline logs ${run} -n ${plan.namespace} -f follows it`,
    });
  const passed = stepsOf(plan).flatMap(({ id }) => (hasPassed(steps.get(id)) ? [id] : []));
  return { plan, passed: new Set(passed) };
}

function hasPassed(step: ResumedStep | undefined): boolean {
  if (step?.type === 'ended') return step.result.state === 'passed';
  if (step?.type !== 'begun') return false;
  if (step.result) return step.result.state === 'passed';
  const verdict = judge(step.pod, { gone: false, deletedByUs: false });
  return verdict.type === 'ended' && verdict.state === 'passed';
}
