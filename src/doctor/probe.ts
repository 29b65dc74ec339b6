import type { Cluster } from '../cluster/cluster.js';
import { ClusterError } from '../errors.js';
import type { RunPlan } from '../plan/run-plan.js';
import type { RunEvent } from '../report/events.js';
import { run } from '../runner/run.js';

export interface ProbeRunOptions {
  /** How long it may take, without its tear-down. */
  readonly timeoutSeconds: number;
  readonly holder: string;
  readonly signal: AbortSignal;
  readonly hurry: AbortSignal;
}

/** All that happened in the probe; an error where it could not be run. */
export type ProbeOutcome =
  | { readonly type: 'ran'; readonly events: readonly RunEvent[] }
  | { readonly type: 'refused'; readonly error: ClusterError };

/** What waits in vain is given up before the probe as a whole, so that there is a reason to tell. */
const LAST_WORDS_SECONDS = 6;
/** Nothing in it needs time to put things in order. */
const STOP_SECONDS = 1;

/** Runs the probe as any other run, and removes all that it made. */
export async function runProbe(plan: RunPlan, cluster: Cluster, options: ProbeRunOptions): Promise<ProbeOutcome> {
  const { timeoutSeconds, holder, signal, hurry } = options;
  const patience = Math.max(1, timeoutSeconds - LAST_WORDS_SECONDS);
  const limits = {
    timeoutSeconds,
    scheduleTimeoutSeconds: patience,
    pullTimeoutSeconds: patience,
    infraRetries: 0,
    stopTimeoutSeconds: STOP_SECONDS,
  };
  const events: RunEvent[] = [];
  try {
    await run(plan, cluster, { limits, holder, signal, hurry, onEvent: (event) => void events.push(event) });
    return { type: 'ran', events };
  } catch (error) {
    if (error instanceof ClusterError) return { type: 'refused', error };
    throw error;
  } finally {
    signal.throwIfAborted();
  }
}
