import type { Clock } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import { inventoryOf } from './inventory.js';
import { SETTLE_MS } from './teardown.js';

const PAUSE_MS = 500;

export interface SettleOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Waits while the objects of a run whose root is gone are removed, by its runner or by the cluster. Resolves to `Kind/name` of what stays. */
export async function settle(cluster: Cluster, run: string, { clock, signal }: SettleOptions): Promise<readonly string[]> {
  const until = clock.now() + SETTLE_MS;
  for (;;) {
    const left = await inventoryOf(cluster, run, signal);
    if (left.length === 0 || clock.now() >= until) return left.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    await clock.sleep(PAUSE_MS, signal);
    signal.throwIfAborted();
  }
}
