import type { Cluster } from '../cluster/cluster.js';
import { KEEP_UNTIL } from '../contract/annotations.js';
import { runName } from '../contract/names.js';
import type { RunOutcome } from '../report/events.js';
import { releaseLease } from './lease.js';

/** Which runs stay on the cluster after their end. */
export type KeepPolicy = 'always' | 'on-failure';

const KEEP_MS = 24 * 3600 * 1000;

export function isKept(policy: KeepPolicy | undefined, outcome: RunOutcome): boolean {
  return policy === 'always' || (policy === 'on-failure' && outcome !== 'succeeded');
}

/** Marks a run that has ended as to be kept for a day. Returns until when, in milliseconds on the server's clock. */
export async function keepRun(cluster: Cluster, run: string, signal?: AbortSignal): Promise<number> {
  const until = cluster.serverTime() + KEEP_MS;
  const annotations = { [KEEP_UNTIL]: new Date(until).toISOString() };
  await Promise.all([
    cluster.patch('ConfigMap', runName(run), { metadata: { annotations } }, { signal }),
    releaseLease(cluster, run, signal),
  ]);
  return until;
}
