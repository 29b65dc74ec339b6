import type { Cluster } from '../cluster/cluster.js';
import { MANAGED_BY, MANAGED_BY_LABEL, RUN_LABEL } from '../contract/annotations.js';
import { runName } from '../contract/names.js';
import { type ConfigMap, isConfigMap, isLease } from '../contract/objects.js';
import { type RunStatus, runStatus } from './run-status.js';

/** Selects the objects of all runs. */
export const ALL_RUNS = `${MANAGED_BY_LABEL}=${MANAGED_BY},${RUN_LABEL}`;

/** A run as its root and its Lease show it. */
export interface FoundRun {
  readonly run: string;
  readonly root: ConfigMap;
  readonly status: RunStatus;
}

/** The runs of a namespace. */
export async function findRuns(cluster: Cluster, signal?: AbortSignal): Promise<readonly FoundRun[]> {
  const options = { labelSelector: ALL_RUNS, signal };
  const [configMaps, leases] = await Promise.all([cluster.list('ConfigMap', options), cluster.list('Lease', options)]);
  const leaseOf = new Map(leases.filter(isLease).map((lease) => [lease.metadata.name, lease]));
  const now = cluster.serverTime();
  return configMaps.filter(isConfigMap).flatMap((root) => {
    const { name, labels } = root.metadata;
    const run = labels?.[RUN_LABEL] ?? '';
    return name === runName(run) ? [{ run, root, status: runStatus({ root, lease: leaseOf.get(name) }, now) }] : [];
  });
}
