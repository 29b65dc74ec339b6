import type { Clock } from '../../clock.js';
import { jsonObject, type LocalObject } from '../objects.js';
import { asPod } from '../pod.js';
import type { Deletion } from './deletion.js';
import { withCondition } from './pod-conditions.js';
import { badRequest } from './status.js';
import type { Store } from './store.js';

/** Deletes a pod the way the eviction API does: with a condition that tells why. */
export function evict(
  { store, clock, deletion }: { readonly store: Store; readonly clock: Clock; readonly deletion: Deletion },
  object: LocalObject,
  body: unknown,
): object {
  if (jsonObject(jsonObject(body).metadata).name !== object.metadata.name)
    throw badRequest('name in URL does not match name in Eviction object');
  const pod = asPod(object);
  const condition = { type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' };
  const marked = store.update('pods', { ...pod, status: withCondition(pod.status, condition, clock.now()) });
  deletion.delete(marked);
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
}
