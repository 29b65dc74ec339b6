import type { Cluster, ListOptions } from '../cluster/cluster.js';
import { MANAGED_BY, MANAGED_BY_LABEL, RUN_LABEL } from '../contract/annotations.js';
import { runName } from '../contract/names.js';
import { type ConfigMap, isConfigMap, isLease, type KubeObject } from '../contract/objects.js';
import { type RunStatus, runStatus } from './run-status.js';

/** Selects the objects of all runs. */
export const ALL_RUNS = `${MANAGED_BY_LABEL}=${MANAGED_BY},${RUN_LABEL}`;

/** A run as its root and its Lease show it. */
export interface FoundRun {
  readonly run: string;
  /** Who looks after it, or did last: boot id, pid and start time of a process. */
  readonly holder?: string;
  readonly root: ConfigMap;
  readonly status: RunStatus;
}

export type FindOptions = Pick<ListOptions, 'inAllNamespaces' | 'signal'>;

/** The runs of a namespace, or of all. */
export async function findRuns(cluster: Cluster, where: FindOptions = {}): Promise<readonly FoundRun[]> {
  const options = { labelSelector: ALL_RUNS, ...where };
  const [configMaps, leases] = await Promise.all([cluster.list('ConfigMap', options), cluster.list('Lease', options)]);
  const leaseOf = new Map(leases.filter(isLease).map((lease) => [keyOf(lease), lease]));
  const now = cluster.serverTime();
  return configMaps.filter(isConfigMap).flatMap((root) => {
    const { name, labels } = root.metadata;
    const run = labels?.[RUN_LABEL] ?? '';
    const lease = leaseOf.get(keyOf(root));
    const holder = lease?.spec?.holderIdentity || undefined;
    return name === runName(run) ? [{ run, holder, root, status: runStatus({ root, lease }, now) }] : [];
  });
}

function keyOf({ metadata: { namespace, name } }: KubeObject): string {
  return `${namespace}/${name}`;
}
