import type { Cluster } from '../cluster/cluster.js';
import type { Pod } from '../contract/objects.js';

/**
 * Whether a pod that is not there has ever been: whoever schedules or runs a pod leaves events of it, for an hour. Without
 * the right to read them it may have been.
 */
export async function wasThere(cluster: Pick<Cluster, 'list'>, { metadata }: Pod, signal: AbortSignal): Promise<boolean> {
  const fieldSelector = `involvedObject.name=${metadata.name}`;
  const events = await cluster.list('Event', { fieldSelector, signal }).catch(() => undefined);
  return events === undefined || events.length > 0;
}
