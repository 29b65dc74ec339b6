import type { Cluster } from '../cluster/cluster.js';
import type { Pod } from '../contract/objects.js';
import { ClusterError } from '../errors.js';
import type { RunContext } from './context.js';
import type { PodBoard } from './pod-board.js';
import type { EndVerdict } from './verdict.js';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 10_000;
const ACCOUNT_MS = 5000;
const ACCOUNT_PAUSE_MS = 250;

export interface CreateContext extends Pick<RunContext, 'clock' | 'limits' | 'emit' | 'random'> {
  readonly cluster: Pick<Cluster, 'create'>;
  readonly board: Pick<PodBoard, 'expect' | 'untilOneEnds'>;
}

export interface CreatePodOptions {
  readonly step: string;
  readonly attempt: number;
  readonly pod: Pod;
  readonly signal: AbortSignal;
  /** Called at each try for which a quota left no room. */
  readonly onNoRoom: () => void;
}

/**
 * Creates a step's pod; while a quota leaves no room it is tried again, at once when another pod of the run has ended. A pod
 * that the cluster refuses is the end of its step.
 */
export async function createPod(context: CreateContext, options: CreatePodOptions): Promise<Pod | EndVerdict> {
  const { step, attempt, pod, signal, onNoRoom } = options;
  const { board, clock, limits, emit, random } = context;
  const deadline = clock.now() + limits.scheduleTimeoutSeconds * 1000;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await createAndTell(context, { step, attempt, pod, signal });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const { message, hint } = error;
      const isQuota = error.code === 'quota-exceeded';
      if (!isQuota || clock.now() + pause > deadline)
        return { type: 'ended', state: 'error', reason: isQuota ? 'Quota' : refusalReason(error), message, hint };
      onNoRoom();
      await emit({ type: 'step-waiting', at: clock.now(), step, reason: 'Quota', message, hint });
      const freed = new AbortController();
      const over = AbortSignal.any([signal, freed.signal]);
      void board.untilOneEnds(over).then(() => freed.abort());
      await clock.sleep(pause * (0.75 + random() / 2), over);
      // the quota may be told of it a moment later
      if (freed.signal.aborted) pause = FIRST_PAUSE_MS / 2;
      freed.abort();
    }
  }
}

export interface NewPod extends Pick<CreatePodOptions, 'step' | 'attempt' | 'pod' | 'signal'> {
  /** Set for a pod that is created before its turn. */
  readonly held?: true;
}

/** Creates a step's pod and tells of it; a quota is not waited for. */
export async function createAndTell(
  context: Pick<CreateContext, 'cluster' | 'board' | 'clock' | 'emit'>,
  { step, attempt, pod, held, signal }: NewPod,
): Promise<Pod> {
  const { board, clock, emit } = context;
  const created = await createWithAccount(context, { pod, signal });
  board.expect(created);
  await emit({ type: 'step-created', at: clock.now(), step, attempt, pod: created.metadata.name, held });
  return created;
}

/** A namespace has the account of pods that name none a moment after its creation. */
async function createWithAccount(
  { cluster, clock }: Pick<CreateContext, 'cluster' | 'clock'>,
  { pod, signal }: Pick<NewPod, 'pod' | 'signal'>,
): Promise<Pod> {
  for (const deadline = clock.now() + ACCOUNT_MS; ; await clock.sleep(ACCOUNT_PAUSE_MS, signal)) {
    try {
      return await cluster.create(pod, { signal });
    } catch (error) {
      const mayCome = isRefusal(error) && error.code === 'no-service-account' && pod.spec.serviceAccountName === undefined;
      if (!mayCome || clock.now() >= deadline) throw error;
    }
  }
}

/** True where the cluster has looked at the pod and does not take it; any other error is no fault of the step. */
export function isRefusal(error: unknown): error is ClusterError {
  return error instanceof ClusterError && error.status !== undefined && error.status !== 401 && !error.retryable;
}

function refusalReason({ code }: ClusterError): 'AdmissionDenied' | 'ConfigError' {
  return ['admission-denied', 'no-service-account', 'forbidden'].includes(code) ? 'AdmissionDenied' : 'ConfigError';
}
