import { type Deletion, dependants, OWNED } from '../api/deletion.js';
import type { Change, Store } from '../api/store.js';
import type { LocalObject } from '../objects.js';

/** Deletes every object whose owners are all gone, in the background. */
export function collectGarbage(store: Store, deletion: Deletion): void {
  const exists = (uid: string, namespace: string | undefined): boolean =>
    OWNED.some((plural) => store.list(plural, namespace).some((object) => object.metadata.uid === uid));
  const collect = (object: LocalObject): void => {
    const { ownerReferences: owners = [], namespace } = object.metadata;
    if (owners.length > 0 && !owners.some(({ uid }) => exists(uid, namespace))) deletion.delete(object);
  };
  store.subscribe(({ type, object }: Change) => {
    if (type === 'ADDED') collect(object);
    if (type === 'DELETED') for (const dependant of dependants(store, object)) collect(dependant.object);
  });
}
