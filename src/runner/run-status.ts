import { KEEP_UNTIL } from '../contract/annotations.js';
import type { ConfigMap, Lease } from '../contract/objects.js';
import { isHeld, LEASE_SECONDS } from './lease.js';

/** Who looks after a run: its runner, a person who wants it kept, or nobody. Times in milliseconds, on the server's clock. */
export type RunStatus =
  | { readonly type: 'running' }
  | { readonly type: 'kept'; readonly until: number }
  | { readonly type: 'silent'; readonly forMs: number };

/** A run without a Lease is one whose runner has just created it, or died then. */
export function runStatus({ root, lease }: { readonly root: ConfigMap; readonly lease?: Lease }, now: number): RunStatus {
  const until = keptUntil(root);
  if (until !== undefined && until > now) return { type: 'kept', until };
  const forMs = Math.max(0, now - Date.parse(lease?.spec?.renewTime ?? root.metadata.creationTimestamp ?? ''));
  const isRunning = lease === undefined ? forMs < LEASE_SECONDS * 1000 : isHeld(lease, now);
  return isRunning ? { type: 'running' } : { type: 'silent', forMs };
}

/** Until when somebody wants the run kept; undefined where nobody does. */
export function keptUntil({ metadata }: ConfigMap): number | undefined {
  const until = Date.parse(metadata.annotations?.[KEEP_UNTIL] ?? '');
  return Number.isNaN(until) ? undefined : until;
}
