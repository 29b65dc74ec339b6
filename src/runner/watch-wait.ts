import type { Cluster, Kind } from '../cluster/cluster.js';
import type { KubeEvent, KubeObject, Pod } from '../contract/objects.js';
import { type Claim, claimWait } from './claim-wait.js';
import type { RunContext } from './context.js';
import type { MissingObject, Wait } from './wait.js';
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
    const seen = pod();
    const wait = await lookAt(seen, { cluster, signal });
    if (!wait) continue;
    const at = clock.now();
    const { reason, message, hint, patience } = wait;
    const began = since.get(patience) ?? at;
    since.set(patience, began);
    const isGivenUp = at - began >= seconds[patience] * 1000 && (await stillWaits(seen, { cluster, signal, patience }));
    if (signal.aborted) return undefined;
    if (isGivenUp) return patience === 'none' ? wait : { ...wait, message: `${message} (for ${seconds[patience]} s, the limit)` };
    await emit({ type: 'step-waiting', at, step, reason, message, hint });
  }
  return undefined;
}

interface Look extends Pick<WaitContext, 'cluster'> {
  readonly signal: AbortSignal;
}

/** What was seen of a pod may be old: none is given up whose own state, asked for anew, does not say the same. */
async function stillWaits({ metadata }: Pod, { patience, ...look }: Look & Pick<Wait, 'patience'>): Promise<boolean> {
  const pod = await askFor('Pod', metadata.name, look);
  const wait = pod && (await lookAt(pod as Pod, look));
  return wait?.patience === patience;
}

async function lookAt(pod: Pod, look: Look): Promise<Wait | undefined> {
  const wait = waitOf(pod, await eventsOf(pod, look));
  if (wait?.reason === 'VolumeUnbound') return (await unboundClaim(pod, look)) ?? wait;
  if (!wait?.missing || !(await areThere(wait.missing, look))) return wait;
  const names = wait.missing.map(({ kind, name }) => `${kind}/${name}`).join(', ');
  return { ...wait, hint: `wait: the node ${pod.spec.nodeName} has not read ${names} yet`, patience: 'schedule' };
}

async function areThere(missing: readonly MissingObject[], look: Look): Promise<boolean> {
  const objects = await Promise.all(missing.map(async ({ kind, name }) => askFor(kind, name, look)));
  return objects.every((object) => object !== undefined);
}

async function unboundClaim({ spec }: Pod, look: Look): Promise<Wait | undefined> {
  for (const { persistentVolumeClaim } of spec.volumes ?? []) {
    if (!persistentVolumeClaim) continue;
    const claim: Claim | undefined = await askFor('PersistentVolumeClaim', persistentVolumeClaim.claimName, look);
    const wait = claim && claimWait(claim, await eventsOf(claim, look));
    if (wait) return wait;
  }
  return undefined;
}

/** Where the runner may not look, or gets no answer, what it has seen already must do. */
async function askFor(kind: Kind, name: string, { cluster, signal }: Look): Promise<KubeObject | undefined> {
  return cluster.get(kind, name, { signal }).catch(() => undefined);
}

/** Events are a help, not a need: without the right to list them the object's own status must do. */
export async function eventsOf({ metadata }: KubeObject, { cluster, signal }: Look): Promise<readonly KubeEvent[]> {
  const events = await cluster.list('Event', { fieldSelector: `involvedObject.uid=${metadata.uid}`, signal }).catch(() => []);
  return events as readonly KubeEvent[];
}
