import type { Cluster } from '../cluster/cluster.js';
import type { KubeEvent, KubeObject, Pod } from '../contract/objects.js';
import { type Claim, claimWait } from './claim-wait.js';
import type { RunContext } from './context.js';
import type { Wait } from './wait.js';
import { waitOf } from './waiting.js';

const FIRST_LOOK_MS = 2000;
const NEXT_LOOK_MS = 3000;

export interface WaitContext extends Pick<RunContext, 'clock' | 'limits' | 'emit'> {
  readonly cluster: Pick<Cluster, 'get' | 'list'>;
}

export interface WaitOptions {
  readonly step: string;
  /** The latest known state of the pod. */
  readonly pod: () => Pod;
  /** Aborts when the container runs or has ended. */
  readonly signal: AbortSignal;
}

/**
 * Says at every look why a pod waits, and returns the one that has lasted too long or can not heal;
 * undefined when the wait is over. Failing pulls and scheduling have limits of their own, from when each is first seen.
 */
export async function watchWait(
  { cluster, clock, limits, emit }: WaitContext,
  { step, pod, signal }: WaitOptions,
): Promise<Wait | undefined> {
  const seconds = { none: 0, pull: limits.pullTimeoutSeconds, schedule: limits.scheduleTimeoutSeconds, run: Number.POSITIVE_INFINITY };
  const since = new Map<Wait['patience'], number>();
  for (let pause = FIRST_LOOK_MS; !signal.aborted; pause = NEXT_LOOK_MS) {
    await clock.sleep(pause, signal);
    if (signal.aborted) return undefined;
    const wait = await lookAt(pod(), { cluster, signal });
    if (signal.aborted) return undefined;
    if (!wait) continue;
    const at = clock.now();
    const { reason, message, hint, patience } = wait;
    const began = since.get(patience) ?? at;
    since.set(patience, began);
    if (patience === 'none') return wait;
    if (at - began >= seconds[patience] * 1000) return { ...wait, message: `${message} (for ${seconds[patience]} s, the limit)` };
    await emit({ type: 'step-waiting', at, step, reason, message, hint });
  }
  return undefined;
}

interface Look extends Pick<WaitContext, 'cluster'> {
  readonly signal: AbortSignal;
}

async function lookAt(pod: Pod, look: Look): Promise<Wait | undefined> {
  const wait = waitOf(pod, await eventsOf(pod, look));
  return wait?.reason === 'VolumeUnbound' ? ((await unboundClaim(pod, look)) ?? wait) : wait;
}

async function unboundClaim({ spec }: Pod, look: Look): Promise<Wait | undefined> {
  for (const { persistentVolumeClaim } of spec.volumes ?? []) {
    if (!persistentVolumeClaim) continue;
    const { cluster, signal } = look;
    const claim: Claim | undefined = await cluster
      .get('PersistentVolumeClaim', persistentVolumeClaim.claimName, { signal })
      .catch(() => undefined);
    const wait = claim && claimWait(claim, await eventsOf(claim, look));
    if (wait) return wait;
  }
  return undefined;
}

/** Events are a help, not a need: without the right to list them the object's own status must do. */
export async function eventsOf({ metadata }: KubeObject, { cluster, signal }: Look): Promise<readonly KubeEvent[]> {
  const events = await cluster.list('Event', { fieldSelector: `involvedObject.uid=${metadata.uid}`, signal }).catch(() => []);
  return events as readonly KubeEvent[];
}
