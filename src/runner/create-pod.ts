import type { Cluster } from '../cluster/cluster.js';
import type { Pod } from '../contract/objects.js';
import { ClusterError } from '../errors.js';
import type { RunContext } from './context.js';
import type { EndVerdict } from './verdict.js';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 10_000;

export interface CreateContext extends Pick<RunContext, 'clock' | 'limits' | 'emit' | 'random'> {
  readonly cluster: Pick<Cluster, 'create'>;
}

/** Creates a step's pod; while a quota leaves no room it is tried again. A pod that the cluster refuses is the end of its step. */
export async function createPod(
  context: CreateContext,
  step: string,
  { pod, signal }: { readonly pod: Pod; readonly signal: AbortSignal },
): Promise<Pod | EndVerdict> {
  const { cluster, clock, limits, emit, random } = context;
  const deadline = clock.now() + limits.scheduleTimeoutSeconds * 1000;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await cluster.create(pod, { signal });
    } catch (error) {
      if (!(error instanceof ClusterError) || error.status === undefined || error.status === 401 || error.retryable) throw error;
      const { message, hint } = error;
      const isQuota = error.code === 'quota-exceeded';
      if (!isQuota || clock.now() + pause > deadline)
        return { type: 'ended', state: 'error', reason: isQuota ? 'Quota' : refusalReason(error), message, hint };
      await emit({ type: 'step-waiting', at: clock.now(), step, reason: 'Quota', message, hint });
      await clock.sleep(pause * (0.75 + random() / 2), signal);
    }
  }
}

function refusalReason({ code }: ClusterError): 'AdmissionDenied' | 'ConfigError' {
  return code === 'admission-denied' || code === 'forbidden' ? 'AdmissionDenied' : 'ConfigError';
}
