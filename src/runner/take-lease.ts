import type { Clock } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import { HOLDER_KEY } from '../contract/annotations.js';
import { runName } from '../contract/names.js';
import { type ConfigMap, isConfigMap, isLease, type Lease } from '../contract/objects.js';
import { ClusterError } from '../errors.js';
import { ownerOf } from './base.js';
import { LEASE_SECONDS, LOOK_MS, leaseSpec } from './lease.js';
import { timeOf } from './pod-facts.js';
import { unknownRun } from './run-pods.js';

export interface TakeLeaseOptions {
  readonly run: string;
  readonly holder: string;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** True for a holder that is known to have ended: a process of this machine that is gone. */
  readonly isGone: (holder: string) => boolean;
  /** Called once, with who looks after the run, when that must be waited for. */
  readonly onWait: (holder: string) => Promise<void>;
}

/** Who looks after a run, as its Lease says, or its root where its runner has not come to make one. */
interface Care {
  readonly of: Lease | ConfigMap;
  readonly holder?: string;
  /** On the server's clock; undefined: never. */
  readonly heardAt?: number;
}

/**
 * Waits until nobody looks after a run, and does it then: of several who try one succeeds. Says when the runner before was
 * last heard of, on the server's clock. Throws `UsageError` where there is no such run.
 */
export async function takeLease(cluster: Cluster, options: TakeLeaseOptions): Promise<number | undefined> {
  const { run, holder, clock, signal, isGone, onWait } = options;
  for (let isTold = false; ; await clock.sleep(LOOK_MS, signal)) {
    signal?.throwIfAborted();
    const care = await careOf(cluster, run, signal);
    const isSilent = cluster.serverTime() - (care.heardAt ?? 0) >= LEASE_SECONDS * 1000;
    if (care.holder === undefined || isSilent || isGone(care.holder)) {
      if (await claim(cluster, care, { run, holder, signal })) return care.heardAt;
    } else if (!isTold) {
      await onWait(care.holder);
      isTold = true;
    }
  }
}

async function careOf(cluster: Cluster, run: string, signal: AbortSignal | undefined): Promise<Care> {
  const lease = await cluster.get('Lease', runName(run), { signal });
  if (lease && isLease(lease))
    return { of: lease, holder: lease.spec?.holderIdentity || undefined, heardAt: timeOf(lease.spec?.renewTime) };
  const root = await cluster.get('ConfigMap', runName(run), { signal });
  if (root === undefined || !isConfigMap(root)) throw unknownRun(run, cluster);
  return { of: root, holder: root.data?.[HOLDER_KEY], heardAt: timeOf(root.metadata.creationTimestamp) };
}

/** False where somebody else was faster. */
async function claim(cluster: Cluster, { of }: Care, { run, holder, signal }: Pick<TakeLeaseOptions, 'run' | 'holder' | 'signal'>) {
  const { labels, resourceVersion } = of.metadata;
  const spec = leaseSpec(cluster, holder);
  const metadata = { name: runName(run), labels };
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', spec };
  try {
    if (isConfigMap(of)) await cluster.create({ ...lease, metadata: { ...metadata, ownerReferences: [ownerOf(of)] } }, { signal });
    else await cluster.patch('Lease', runName(run), { metadata: { resourceVersion }, spec }, { signal });
    return true;
  } catch (error) {
    if (error instanceof ClusterError && ['conflict', 'not-found', 'already-exists'].includes(error.code)) return false;
    throw error;
  }
}
