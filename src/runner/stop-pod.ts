import type { Pod } from '../contract/objects.js';
import type { RunContext } from './context.js';

/** Tells a pod to stop, and gives it the time that steps of the run have for that. */
export async function stopPod(
  { cluster, limits, signal }: Pick<RunContext, 'cluster' | 'limits' | 'signal'>,
  { metadata: { name, uid } }: Pod,
  gracePeriodSeconds = limits.stopTimeoutSeconds,
): Promise<void> {
  // what a deletion could not remove is found by the tear-down
  await cluster.delete('Pod', name, { gracePeriodSeconds, uid, signal }).catch(() => undefined);
}
