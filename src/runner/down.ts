import type { Cluster } from '../cluster/cluster.js';
import { isPod, type KubeObject } from '../contract/objects.js';
import { inventoryOf, secretNames } from './inventory.js';
import { unknownRun } from './run-pods.js';
import { stopPods, type Teardown, type TeardownOptions, tearDown } from './teardown.js';

export type RemovalOptions = Omit<TeardownOptions, 'secrets'>;

/** Stops and removes a run, whoever began it. Throws `UsageError` where there is no such run. */
export async function tearDownRun(cluster: Cluster, options: RemovalOptions): Promise<Teardown> {
  const { run, signal } = options;
  const inventory = await inventoryOf(cluster, run, signal);
  if (inventory.length === 0) throw unknownRun(run, cluster);
  return removeInventory(cluster, inventory, options);
}

/** Stops and removes a run of which this is there. */
export async function removeInventory(cluster: Cluster, inventory: readonly KubeObject[], options: RemovalOptions): Promise<Teardown> {
  // before the root goes: the garbage collector gives a pod the time that its manifest says
  await stopPods(cluster, inventory.filter(isPod), options);
  return tearDown(cluster, { ...options, secrets: secretNames(options.run, inventory) });
}
