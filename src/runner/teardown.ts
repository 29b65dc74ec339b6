import type { Clock } from '../clock.js';
import type { Cluster, Kind } from '../cluster/cluster.js';
import { RUN_LABEL } from '../contract/annotations.js';
import { runName } from '../contract/names.js';
import { isPod, type Pod } from '../contract/objects.js';
import { ClusterError } from '../errors.js';
import { LISTED_KINDS } from './inventory.js';
import type { PodSight } from './pod-board.js';
import { hasEnded, isIdle } from './pod-facts.js';

export interface TeardownOptions {
  readonly run: string;
  /** Names of the run's Secrets. */
  readonly secrets: readonly string[];
  /**
   * Kinds of objects to look for, beside pods that were not seen to go.
   *
   * @default - all that a run may have
   */
  readonly kinds?: readonly Kind[];
  /** Seconds from SIGTERM to SIGKILL. */
  readonly graceSeconds: number;
  readonly clock: Clock;
  /**
   * Waits until the pods are gone, where somebody watches them anyway; true once they are.
   *
   * @default - they are listed again and again
   */
  readonly podsGone?: (signal: AbortSignal) => Promise<boolean>;
  /** Called when the root is gone: nobody will look for its pods any more. */
  readonly onRootGone?: () => Promise<void>;
  /** Stops the waiting; the cluster's garbage collector goes on alone. */
  readonly signal?: AbortSignal;
}

/** What a tear-down came to. */
export interface Teardown {
  /** `Kind/name` of what is left, `Kind/?` where the cluster does not tell; empty after a clean end. */
  readonly leftovers: readonly string[];
  /** The first refusal that was met. */
  readonly problem?: ClusterError;
}

const PAUSES_MS = [50, 100, 200, 300, 500];
/** How long objects may take to go, beyond the grace period of the pods. */
export const SETTLE_MS = 30_000;
/** How long the last requests may take when nobody waits any more. */
const LAST_LOOK_MS = 3000;

/**
 * Removes a run: deletes its root, which owns all else, and stops its pods, then waits until nothing is left. Goes on past
 * refusals. Time in which the API server does not answer does not count against the objects.
 */
export async function tearDown(cluster: Cluster, options: TeardownOptions): Promise<Teardown> {
  const { run, kinds, graceSeconds, clock, podsGone, signal } = options;
  const givenUp = new AbortController();
  const over = AbortSignal.any([givenUp.signal, ...(signal ? [signal] : [])]);
  const patienceMs = graceSeconds * 1000 + SETTLE_MS;
  let problem: ClusterError | undefined;
  const note = (error: unknown): void => {
    if (!(error instanceof ClusterError)) return;
    problem ??= error;
    if (error.retryable) givenUp.abort();
  };
  const untilGone = async ({ left }: Look): Promise<void> => {
    let waitedMs = 0;
    for (let round = 0; (await left(over)).length > 0; round++) {
      const pause = PAUSES_MS[Math.min(round, PAUSES_MS.length - 1)] ?? 0;
      waitedMs += pause;
      if (waitedMs > patienceMs) givenUp.abort();
      await clock.sleep(pause, over);
      over.throwIfAborted();
    }
  };

  // also who does not want to wait wants the run to go
  const hurried = signal?.aborted ? AbortSignal.timeout(LAST_LOOK_MS) : undefined;
  const deletion = cluster.delete('ConfigMap', runName(run), { signal: hurried ?? over });
  const isDeleted = await deletion.then(
    () => true,
    (error: unknown) => {
      note(error);
      // what the root owns stays as long as the root
      givenUp.abort();
      return false;
    },
  );
  const rootGone = isDeleted ? options.onRootGone?.() : undefined;
  const isWithoutPods = podsGone && (await withinTime(podsGone, { clock, ms: patienceMs, signal: over }));
  const some = kinds && isDeleted ? [...(isWithoutPods ? [] : ['Pod' as const]), ...kinds] : LISTED_KINDS;
  const looks = looksAt(cluster, options, some);
  const ends = await Promise.allSettled(looks.map(untilGone));
  const remaining = looks.filter((_, index) => ends[index]?.status === 'rejected');
  for (const end of ends) if (end.status === 'rejected') note(end.reason);
  const last = hurried ?? AbortSignal.timeout(LAST_LOOK_MS);
  const leftovers = await Promise.all(remaining.map(({ kind, left }) => left(last).catch(() => [`${kind}/?`])));
  await rootGone;
  return { leftovers: leftovers.flat(), problem };
}

/** Waits no longer than that; true where what is waited for has come. */
export async function withinTime(
  wait: (signal: AbortSignal) => Promise<boolean>,
  { clock, ms, signal }: { readonly clock: Clock; readonly ms: number; readonly signal: AbortSignal },
): Promise<boolean> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const hasCome = await Promise.race([wait(either), clock.sleep(ms, either).then(() => false)]);
  over.abort();
  return hasCome;
}

/** Finds what is left of one kind. */
interface Look {
  readonly kind: Kind;
  readonly left: (signal: AbortSignal) => Promise<readonly string[]>;
}

function looksAt(cluster: Cluster, { run, secrets, graceSeconds }: TeardownOptions, kinds: readonly Kind[]): readonly Look[] {
  const listed = kinds.map((kind) => ({
    kind,
    left: async (signal: AbortSignal) => {
      const objects = await cluster.list(kind, { labelSelector: `${RUN_LABEL}=${run}`, signal });
      await stopPods(cluster, objects.filter(isPod), { graceSeconds, signal });
      return objects.map(({ metadata }) => `${kind}/${metadata.name}`);
    },
  }));
  const left = async (signal: AbortSignal) => {
    const found = await Promise.all(secrets.map((name) => cluster.get('Secret', name, { signal })));
    return secrets.filter((_, index) => found[index] !== undefined).map((name) => `Secret/${name}`);
  };
  return [...listed, { kind: 'Secret', left }];
}

/** Removes the pods of which only a name is left: their nodes would take two seconds more. Their logs must have been read. */
export async function dropIdlePods(cluster: Cluster, sights: Iterable<PodSight>, signal: AbortSignal): Promise<void> {
  const idle = [...sights].flatMap(({ pod, gone }) => (!gone && isIdle(pod) && !hasEnded(pod) ? [pod] : []));
  // what this can not remove the end of the root does
  await Promise.allSettled(idle.map(({ metadata: { name, uid } }) => cluster.delete('Pod', name, { gracePeriodSeconds: 0, uid, signal })));
}

/** Stops the pods that have not ended, unless somebody did who gave them no more time. Goes on past refusals. */
export async function stopPods(
  cluster: Cluster,
  pods: readonly Pod[],
  { graceSeconds, signal }: Pick<TeardownOptions, 'graceSeconds' | 'signal'>,
): Promise<void> {
  const late = pods.filter((pod) => !hasEnded(pod) && (pod.metadata.deletionGracePeriodSeconds ?? Number.POSITIVE_INFINITY) > graceSeconds);
  // the end of the root stops those that this can not
  await Promise.allSettled(
    late.map(({ metadata: { name, uid } }) => cluster.delete('Pod', name, { gracePeriodSeconds: graceSeconds, uid, signal })),
  );
}
