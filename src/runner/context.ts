import type { Clock } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import type { OwnerReference } from '../contract/objects.js';
import type { RunEvent } from '../report/events.js';
import type { RunLimits } from './limits.js';
import type { Mask } from './mask.js';
import type { PodBoard } from './pod-board.js';
import type { RunRecord } from './record.js';

/** What all steps of a run share. */
export interface RunContext {
  readonly cluster: Cluster;
  readonly clock: Clock;
  /** From 0 to 1: keeps runs that wait for the same thing from asking all at once. */
  readonly random: () => number;
  readonly limits: RunLimits;
  readonly owner: OwnerReference;
  /** True where all pods must be on the node of the first one. */
  readonly oneNode: boolean;
  readonly nonce: string;
  readonly mask: Mask;
  readonly board: PodBoard;
  readonly record: RunRecord;
  readonly startedAt: number;
  /** Ends every wait for the cluster. */
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => Promise<void>;
}
