import type { Clock } from '../../clock.js';
import { type LocalObject, timestamp } from '../objects.js';
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
    const earlier = object.metadata.deletionGracePeriodSeconds;
    if (object.metadata.deletionTimestamp !== undefined && (earlier === undefined || earlier <= grace)) return object;
    const deletionTimestamp = timestamp(this.clock.now() + grace * 1000);
    const mark = plural === 'pods' ? { deletionTimestamp, deletionGracePeriodSeconds: grace } : { deletionTimestamp };
    const status = plural === 'namespaces' ? { status: { phase: 'Terminating' } } : {};
    return this.store.update(plural, { ...object, ...status, metadata: { ...object.metadata, ...mark } });
  }
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
