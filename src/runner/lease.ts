import type { Clock } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import { CANCEL } from '../contract/annotations.js';
import { runName } from '../contract/names.js';
import { isLease, type Lease } from '../contract/objects.js';

/** A Lease that was not renewed for this long is free. */
export const LEASE_SECONDS = 60;

/** How often a Lease is looked at. */
export const LOOK_MS = 4000;
const LOOKS_PER_RENEWAL = 5;

/** Who holds a run, and when it said so last, on the server's clock. */
export function leaseSpec(cluster: Pick<Cluster, 'serverTime'>, holder: string): NonNullable<Lease['spec']> {
  const renewTime = new Date(cluster.serverTime()).toISOString().replace('Z', '000Z');
  return { holderIdentity: holder, leaseDurationSeconds: LEASE_SECONDS, renewTime };
}

export interface KeepLeaseOptions {
  readonly run: string;
  readonly holder: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Somebody asked the run to end. */
  readonly onCancel: () => void;
  /** Somebody else looks after the run now. */
  readonly onTakenOver: () => void;
}

/**
 * Renews a run's Lease every 20 s and reads it every 4 s, until the signal aborts: so a cancellation is known within 5 s.
 * A request that fails is made again at the next turn.
 */
export async function keepLease(
  cluster: Pick<Cluster, 'get' | 'patch' | 'serverTime'>,
  { run, holder, clock, signal, onCancel, onTakenOver }: KeepLeaseOptions,
): Promise<void> {
  const name = runName(run);
  let resourceVersion: string | undefined;
  for (let look = 1; ; look++) {
    await clock.sleep(LOOK_MS, signal);
    if (signal.aborted) return;
    const request =
      look % LOOKS_PER_RENEWAL === 0 && resourceVersion !== undefined
        ? // of that version: else who was asleep would take the run back
          cluster.patch('Lease', name, { metadata: { resourceVersion }, spec: leaseSpec(cluster, holder) }, { signal })
        : cluster.get('Lease', name, { signal });
    const answer = await request.catch(() => undefined);
    const lease = answer && isLease(answer) ? answer : undefined;
    resourceVersion = lease?.metadata.resourceVersion;
    if (lease?.metadata.annotations?.[CANCEL] !== undefined) onCancel();
    if (lease?.spec?.holderIdentity && lease.spec.holderIdentity !== holder) onTakenOver();
  }
}

/** True while a runner looks after the run. */
export function isHeld({ spec }: Lease, now: number): boolean {
  return Boolean(spec?.holderIdentity) && now - Date.parse(spec?.renewTime ?? '') < LEASE_SECONDS * 1000;
}

/** Lets a run's Lease go: nobody looks after the run any more. */
export async function releaseLease(cluster: Pick<Cluster, 'patch'>, run: string, signal?: AbortSignal): Promise<void> {
  await cluster.patch('Lease', runName(run), { spec: { holderIdentity: null } }, { signal });
}
