import type { Cluster } from '../cluster/cluster.js';
import { CANCEL } from '../contract/annotations.js';
import { runName } from '../contract/names.js';
import { isConfigMap, isLease, isPod, type KubeObject } from '../contract/objects.js';
import { ClusterError } from '../errors.js';
import { type RemovalOptions, removeInventory } from './down.js';
import { inventoryOf } from './inventory.js';
import { isHeld, LEASE_SECONDS } from './lease.js';
import { unknownRun } from './run-pods.js';
import { keptUntil } from './run-status.js';
import type { Teardown } from './teardown.js';

export interface CancelOptions extends RemovalOptions {
  /** True for a holder that is known to have ended: a process of this machine that is gone. */
  readonly isGone: (holder: string) => boolean;
}

/** What became of a cancelled run. */
export type Cancelled = { readonly type: 'kept'; readonly until: number } | ({ readonly type: 'removed' } & Teardown);

const LOOK_MS = 500;

/**
 * Tells a run's runner to end it, and waits until it did; where there is no runner any more, stops and removes the run itself.
 * Throws `UsageError` where there is no such run.
 */
export async function cancelRun(cluster: Cluster, options: CancelOptions): Promise<Cancelled> {
  const { run, signal } = options;
  const inventory = await inventoryOf(cluster, run, signal);
  if (inventory.length === 0) throw unknownRun(run, cluster);
  await mark(cluster, run, signal);
  const end = await untilLetGo(cluster, options);
  const root = await cluster.get('ConfigMap', runName(run), { signal });
  const until = root && isConfigMap(root) ? keptUntil(root) : undefined;
  if (until !== undefined) return { type: 'kept', until };
  // a runner that removes the run has told its pods how long they have
  const graceSeconds = end === 'removed' ? Math.max(options.graceSeconds, ...graces(inventory)) : options.graceSeconds;
  return { type: 'removed', ...(await removeInventory(cluster, inventory, { ...options, graceSeconds })) };
}

async function mark(cluster: Cluster, run: string, signal?: AbortSignal): Promise<void> {
  const annotations = { [CANCEL]: new Date(cluster.serverTime()).toISOString() };
  try {
    await cluster.patch('Lease', runName(run), { metadata: { annotations } }, { signal });
  } catch (error) {
    // without a Lease there is nobody to tell
    if (!(error instanceof ClusterError) || error.code !== 'not-found') throw error;
  }
}

/** Waits until the Lease is gone, and so the run, or nobody holds it, or its holder had time enough. */
async function untilLetGo(cluster: Cluster, { run, graceSeconds, isGone, clock, signal }: CancelOptions): Promise<'removed' | 'nobody'> {
  const deadline = clock.now() + (LEASE_SECONDS + graceSeconds) * 1000;
  while (clock.now() < deadline) {
    const lease = await cluster.get('Lease', runName(run), { signal });
    if (lease === undefined || !isLease(lease)) return 'removed';
    const holder = lease.spec?.holderIdentity;
    if (!isHeld(lease, cluster.serverTime()) || (holder && isGone(holder))) return 'nobody';
    await clock.sleep(LOOK_MS, signal);
  }
  return 'nobody';
}

function graces(inventory: readonly KubeObject[]): readonly number[] {
  return inventory.filter(isPod).map(({ spec }) => spec.terminationGracePeriodSeconds ?? 0);
}
