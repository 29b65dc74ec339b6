import type { KubeEvent, Pod } from '../contract/objects.js';
import { containerWait } from './container-wait.js';
import { inOrder } from './event-order.js';
import { nodeWait } from './node-wait.js';
import { schedulingWait } from './scheduling-wait.js';
import type { Wait } from './wait.js';

/**
 * What a pod waits for, in the words of whoever makes it wait; undefined while nothing is known to be wrong.
 *
 * @param events - those of the pod, in any order
 */
export function waitOf(pod: Pod, events: readonly KubeEvent[]): Wait | undefined {
  const ordered = inOrder(events);
  return containerWait(pod, ordered) ?? schedulingWait(pod) ?? nodeWait(pod, ordered);
}
