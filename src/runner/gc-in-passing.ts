import type { Cluster } from '../cluster/cluster.js';
import { PODS_KEY, RUN_LABEL } from '../contract/annotations.js';
import { isConfigMap, isLease, isPod, type Lease } from '../contract/objects.js';
import { ALL_RUNS } from './find-runs.js';
import { hasEnded } from './pod-facts.js';
import { runStatus } from './run-status.js';

const SILENT_MS = 24 * 3600 * 1000;

/**
 * Removes the runs of a namespace that have nothing running and that nobody has looked after for a day, without waiting for
 * their end. One request where there is none: a Lease tells enough.
 */
export async function collectInPassing(cluster: Cluster, signal: AbortSignal): Promise<void> {
  const leases = (await cluster.list('Lease', { labelSelector: ALL_RUNS, signal })).filter(isLease);
  const old = leases.filter(({ spec }) => cluster.serverTime() - Date.parse(spec?.renewTime ?? '') >= SILENT_MS);
  for (const lease of old) await collect(cluster, lease, signal);
}

async function collect(cluster: Cluster, lease: Lease, signal: AbortSignal): Promise<void> {
  const { name, labels } = lease.metadata;
  const [root, pods] = await Promise.all([
    cluster.get('ConfigMap', name, { signal }),
    cluster.list('Pod', { labelSelector: `${RUN_LABEL}=${labels?.[RUN_LABEL]}`, signal }),
  ]);
  if (root === undefined || !isConfigMap(root) || root.binaryData?.[PODS_KEY] === undefined) return;
  const status = runStatus({ root, lease }, cluster.serverTime());
  if (status.type !== 'silent' || !pods.filter(isPod).every(hasEnded)) return;
  await cluster.delete('ConfigMap', name, { uid: root.metadata.uid, signal });
}
