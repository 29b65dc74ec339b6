import type { Cluster } from '../cluster/cluster.js';
import { NONCE_VARIABLE } from '../contract/markers.js';
import { attemptOf } from '../contract/names.js';
import type { RunEvent } from '../report/events.js';
import { maskOf } from './mask.js';
import { PodBoard } from './pod-board.js';
import { stepContainer } from './pod-facts.js';
import type { RunPod } from './run-pods.js';
import { tail } from './tail.js';
import { judge } from './verdict.js';

export interface ReadLogsOptions {
  readonly run: string;
  readonly pods: readonly RunPod[];
  /** Values that are masked. */
  readonly secrets: readonly string[];
  /** Goes on until the steps have ended; else only what is there is read. */
  readonly follow: boolean;
  readonly emit: (event: RunEvent) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Reads logs of a run from the cluster: one step after the other, or side by side where they are followed. */
export async function readLogs(cluster: Cluster, options: ReadLogsOptions): Promise<void> {
  const { run, pods, secrets, follow, signal } = options;
  const mask = maskOf(secrets);
  const done = new AbortController();
  const board = new PodBoard();
  const watching = follow ? board.watch(cluster, { run, signal: AbortSignal.any([signal, done.signal]) }) : Promise.resolve();
  const read = async ({ step, pod }: RunPod) => {
    let over = !follow;
    if (follow) void untilOver(board, { pod, signal: done.signal }).then(() => (over = true));
    const nonce = stepContainer(pod)?.env?.find(({ name }) => name === NONCE_VARIABLE)?.value ?? '';
    const { name } = pod.metadata;
    await tail(cluster, { ...options, step, attempt: attemptOf(name), pod: name, nonce, mask, ended: () => over, now: Date.now });
  };
  try {
    if (follow) await Promise.all(pods.map(read));
    else for (const pod of pods) await read(pod);
  } finally {
    done.abort();
    await watching;
  }
}

async function untilOver(board: PodBoard, { pod, signal }: { readonly pod: RunPod['pod']; readonly signal: AbortSignal }): Promise<void> {
  for await (const sight of board.follow(pod.metadata.uid ?? '', signal)) {
    if (judge(sight.pod, { gone: sight.gone, deletedByUs: false }).type === 'ended') return;
  }
}
