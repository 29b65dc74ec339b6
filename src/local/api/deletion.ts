import type { Clock } from '../../clock.js';
import { type LocalMeta, type LocalObject, timestamp } from '../objects.js';
import { asPod, hasEnded } from '../pod.js';
import { type Plural, pluralOf } from './resources.js';
import type { Store } from './store.js';

export interface DeletionOptions {
  /** Seconds from SIGTERM to SIGKILL. @default - the pod's own */
  readonly gracePeriodSeconds?: number;
}

/** Deletes as the API server does: at once, or marked until the kubelet or a controller has let go. */
export class Deletion {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /** @returns the object as it is now or was last */
  delete(object: LocalObject, options: DeletionOptions = {}): LocalObject {
    const plural = pluralOf(object.kind);
    if (plural === undefined) return object;
    const grace = graceOf(plural, object, options);
    if (grace === undefined) {
      this.store.remove(plural, object);
      return object;
    }
    const { metadata } = object;
    const now = this.clock.now();
    const mark = metadata.deletionTimestamp === undefined ? markOf(now, grace) : shortened(metadata, options, now);
    if (mark === undefined) return object;
    const { deletionTimestamp } = mark;
    if (plural === 'pods') return this.store.update(plural, { ...object, metadata: { ...metadata, ...mark } });
    const status = plural === 'namespaces' ? { status: { phase: 'Terminating' } } : {};
    return this.store.update(plural, { ...object, ...status, metadata: { ...metadata, deletionTimestamp } });
  }
}

type Mark = Required<Pick<LocalMeta, 'deletionTimestamp' | 'deletionGracePeriodSeconds'>>;

/** @param since - milliseconds since 1970, when the deletion was asked for */
function markOf(since: number, grace: number): Mark {
  return { deletionTimestamp: timestamp(since + grace * 1000), deletionGracePeriodSeconds: grace };
}

/** A later deletion can only shorten the grace period; counted from the first one, and from now on where that has passed. */
function shortened(
  { deletionTimestamp, deletionGracePeriodSeconds: earlier }: LocalMeta,
  options: DeletionOptions,
  now: number,
): Mark | undefined {
  const { gracePeriodSeconds: grace } = options;
  if (deletionTimestamp === undefined || earlier === undefined || grace === undefined || grace >= earlier) return undefined;
  const since = Date.parse(deletionTimestamp) - earlier * 1000;
  return since + grace * 1000 < now ? { deletionTimestamp: timestamp(now), deletionGracePeriodSeconds: 1 } : markOf(since, grace);
}

/** Objects that name the object as their owner. */
export function dependants(store: Store, owner: LocalObject): readonly { readonly plural: Plural; readonly object: LocalObject }[] {
  return OWNED.flatMap((plural) =>
    store
      .list(plural, owner.metadata.namespace)
      .filter((object) => object.metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid))
      .map((object) => ({ plural, object })),
  );
}

/** Kinds that may have owners. */
export const OWNED: readonly Plural[] = ['pods', 'services', 'persistentvolumeclaims', 'secrets', 'configmaps', 'leases'];

/** `undefined`: nothing holds the object, it can go at once. */
function graceOf(plural: Plural, object: LocalObject, options: DeletionOptions): number | undefined {
  if (plural === 'namespaces' || (object.metadata.finalizers?.length ?? 0) > 0) return 0;
  if (plural !== 'pods') return undefined;
  const pod = asPod(object);
  const grace = options.gracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30;
  return pod.spec.nodeName === undefined || hasEnded(pod) || grace === 0 ? undefined : grace;
}
