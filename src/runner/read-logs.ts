import type { Cluster } from '../cluster/cluster.js';
import { NONCE_VARIABLE } from '../contract/markers.js';
import { attemptOf } from '../contract/names.js';
import type { RunEvent } from '../report/events.js';
import { maskOf } from './mask.js';
import { owesTrailer, variableOf } from './pod-facts.js';
import type { RunPod } from './run-pods.js';
import { tail } from './tail.js';

export interface ReadLogsOptions {
  readonly pods: readonly RunPod[];
  /** Values that are masked. */
  readonly secrets: readonly string[];
  readonly emit: (event: RunEvent) => void | Promise<void>;
  readonly signal: AbortSignal;
}

/** Reads what is there of the logs of a run, one pod after the other. */
export async function readLogs(cluster: Cluster, { pods, secrets, emit, signal }: ReadLogsOptions): Promise<void> {
  const mask = maskOf(secrets);
  for (const { step, pod } of pods) {
    const nonce = variableOf(pod, NONCE_VARIABLE) ?? '';
    const { name } = pod.metadata;
    await tail(cluster, {
      step,
      attempt: attemptOf(name),
      pod: name,
      nonce,
      mask,
      ended: () => true,
      owesTrailer: (hasBegun) => owesTrailer(pod, hasBegun),
      emit,
      now: Date.now,
      signal,
    });
  }
}
