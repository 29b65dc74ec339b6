import type { Clock } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import { PODS_KEY, RUN_LABEL } from '../contract/annotations.js';
import { removeInventory } from './down.js';
import { ALL_RUNS, findRuns } from './find-runs.js';
import { inventoryOf } from './inventory.js';
import type { RunStatus } from './run-status.js';
import type { Teardown } from './teardown.js';

export interface CollectOptions {
  /** Which runs to remove: those that nobody has looked after for so many seconds, or all. */
  readonly silentFor: number | 'all';
  /** Seconds from SIGTERM to SIGKILL. */
  readonly graceSeconds: number;
  readonly clock: Clock;
  /** Stops the waiting; the cluster's garbage collector goes on alone. */
  readonly signal?: AbortSignal;
}

/** A run that was looked at, and what its tear-down came to, where there was one. */
export interface CollectedRun {
  readonly run: string;
  /** `ending`: it was removed before, and something of it is still there. */
  readonly status: RunStatus | { readonly type: 'ending' };
  readonly teardown?: Teardown;
}

/** How many runs are removed at a time. */
const AT_A_TIME = 5;

/** Removes the runs of a namespace that nobody looks after, and tells of every run that it saw. */
export async function* collectRuns(cluster: Cluster, options: CollectOptions): AsyncGenerator<CollectedRun> {
  const runs = await runsOf(cluster, options.signal);
  for (let first = 0; first < runs.length && !options.signal?.aborted; first += AT_A_TIME) {
    yield* await Promise.all(runs.slice(first, first + AT_A_TIME).map((found) => collect(cluster, found, options)));
  }
}

/** Those that were run, not only applied: nobody ever looked after the others. */
async function runsOf(cluster: Cluster, signal?: AbortSignal): Promise<readonly CollectedRun[]> {
  // pods first: a run that begins meanwhile has a root before it has pods
  const pods = await cluster.list('Pod', { labelSelector: ALL_RUNS, signal });
  const found = await findRuns(cluster, { signal });
  const rootless = new Set(pods.map(({ metadata }) => metadata.labels?.[RUN_LABEL] ?? ''));
  for (const { run } of found) rootless.delete(run);
  return [
    ...found.filter(({ root }) => root.binaryData?.[PODS_KEY] !== undefined),
    ...[...rootless].map((run) => ({ run, status: { type: 'ending' } as const })),
  ];
}

async function collect(cluster: Cluster, { run, status }: CollectedRun, options: CollectOptions): Promise<CollectedRun> {
  const { silentFor, signal } = options;
  const isDue = silentFor === 'all' || status.type === 'ending' || (status.type === 'silent' && status.forMs >= silentFor * 1000);
  if (!isDue) return { run, status };
  const inventory = await inventoryOf(cluster, run, signal);
  return { run, status, teardown: await removeInventory(cluster, inventory, { ...options, run }) };
}
