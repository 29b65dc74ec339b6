import type { Clock } from '../clock.js';
import type { Cluster, Kind } from '../cluster/cluster.js';
import { RUN_LABEL } from '../contract/annotations.js';
import { runName } from '../contract/names.js';
import { isPod, type Pod } from '../contract/objects.js';
import { ClusterError } from '../errors.js';
import { LISTED_KINDS } from './inventory.js';
import { hasEnded } from './pod-facts.js';

export interface TeardownOptions {
  readonly run: string;
  /** Names of the run's Secrets. */
  readonly secrets: readonly string[];
  /** Seconds from SIGTERM to SIGKILL. */
  readonly graceSeconds: number;
  readonly clock: Clock;
  /**
   * Waits until the pods are gone, where somebody watches them anyway.
   *
   * @default - they are listed again and again
   */
  readonly podsGone?: (signal: AbortSignal) => Promise<void>;
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
  const { run, graceSeconds, clock, podsGone, signal } = options;
  const givenUp = new AbortController();
  const over = AbortSignal.any([givenUp.signal, ...(signal ? [signal] : [])]);
  let patienceMs = graceSeconds * 1000 + SETTLE_MS;
  let problem: ClusterError | undefined;
  const note = (error: unknown): void => {
    if (!(error instanceof ClusterError)) return;
    problem ??= error;
    if (error.retryable) givenUp.abort();
  };
  const untilGone = async ({ left }: Look): Promise<void> => {
    for (let round = 0; (await left(over)).length > 0; round++) {
      const pause = PAUSES_MS[Math.min(round, PAUSES_MS.length - 1)] ?? 0;
      patienceMs -= pause;
      if (patienceMs < 0) givenUp.abort();
      await clock.sleep(pause, over);
      over.throwIfAborted();
    }
  };

  // also who does not want to wait wants the run to go
  const hurried = signal?.aborted ? AbortSignal.timeout(LAST_LOOK_MS) : undefined;
  await cluster.delete('ConfigMap', runName(run), { signal: hurried ?? over }).catch((error: unknown) => {
    note(error);
    // what the root owns stays as long as the root
    givenUp.abort();
  });
  if (podsGone) await withinTime(podsGone, { clock, ms: patienceMs, signal: over });
  const remaining: Look[] = [];
  for (const look of looksAt(cluster, options)) {
    await untilGone(look).catch((error: unknown) => {
      note(error);
      remaining.push(look);
    });
  }
  const last = hurried ?? AbortSignal.timeout(LAST_LOOK_MS);
  const leftovers = await Promise.all(remaining.map(({ kind, left }) => left(last).catch(() => [`${kind}/?`])));
  return { leftovers: leftovers.flat(), problem };
}

/** Waits no longer than that. */
export async function withinTime(
  wait: (signal: AbortSignal) => Promise<void>,
  { clock, ms, signal }: { readonly clock: Clock; readonly ms: number; readonly signal: AbortSignal },
): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  await Promise.race([wait(either), clock.sleep(ms, either)]);
  over.abort();
}

/** Finds what is left of one kind. */
interface Look {
  readonly kind: Kind;
  readonly left: (signal: AbortSignal) => Promise<readonly string[]>;
}

function looksAt(cluster: Cluster, { run, secrets, graceSeconds }: TeardownOptions): readonly Look[] {
  const listed = LISTED_KINDS.map((kind) => ({
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
