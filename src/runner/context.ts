import type { Clock } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import type { OwnerReference } from '../contract/objects.js';
import type { RunEvent, SeenLog } from '../report/events.js';
import type { Base } from './base.js';
import type { Debugger } from './debugger.js';
import type { KnownSecrets } from './known-secrets.js';
import type { RunLimits } from './limits.js';
import type { PodBoard } from './pod-board.js';
import type { RunRecord } from './record.js';
import type { ResumedStep } from './resumption.js';
import type { StepInput } from './step-input.js';

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
  /** What steps read from their standard input, by step. */
  readonly inputs: ReadonlyMap<string, StepInput>;
  readonly secrets: KnownSecrets;
  readonly board: PodBoard;
  readonly base: Base;
  readonly record: RunRecord;
  /** How far the run had come when its runner went away; empty for a new one. */
  readonly resumed: ReadonlyMap<string, ResumedStep>;
  /** What another reader has read of logs, by step and attempt: `build#1`. */
  readonly seenLogs: ReadonlyMap<string, SeenLog>;
  readonly debugger: Debugger;
  readonly startedAt: number;
  /** Ends every wait for the cluster. */
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void | Promise<void>;
}
