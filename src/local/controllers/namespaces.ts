import { type Deletion, OWNED } from '../api/deletion.js';
import type { Plural } from '../api/resources.js';
import type { Change, Store } from '../api/store.js';
import type { LocalObject } from '../objects.js';

const CONTENT: readonly Plural[] = [...OWNED, 'events', 'serviceaccounts'];

/** Gives each namespace its service account, and empties and removes a namespace that is being deleted. */
export function keepNamespaces(store: Store, deletion: Deletion): void {
  const empty = (namespace: LocalObject): void => {
    const contents = CONTENT.flatMap((plural) => store.list(plural, namespace.metadata.name));
    for (const object of contents) if (object.metadata.deletionTimestamp === undefined) deletion.delete(object);
    if (contents.length === 0) store.remove('namespaces', namespace);
  };
  store.subscribe(({ type, plural, object }: Change) => {
    if (plural === 'namespaces' && type === 'ADDED') {
      const metadata = { name: 'default', namespace: object.metadata.name };
      store.create('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
    }
    const name = plural === 'namespaces' ? object.metadata.name : (object.metadata.namespace ?? '');
    const namespace = store.get('namespaces', undefined, name);
    if (namespace?.metadata.deletionTimestamp !== undefined) empty(namespace);
  });
}
