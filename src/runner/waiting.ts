import type { KubeEvent, Pod } from '../contract/objects.js';
import { containerWait } from './container-wait.js';
import { nodeWait } from './node-wait.js';
import { schedulingWait } from './scheduling-wait.js';
import type { Wait } from './wait.js';

/**
 * What a pod waits for, in the words of whoever makes it wait; undefined while nothing is known to be wrong.
 *
 * @param events - those of the pod, in any order
 */
export function waitOf(pod: Pod, events: readonly KubeEvent[]): Wait | undefined {
  const ordered = [...events].sort((a, b) => timeOf(a).localeCompare(timeOf(b)));
  return containerWait(pod, ordered) ?? schedulingWait(pod) ?? nodeWait(pod, ordered);
}

/** RFC 3339 in UTC, with or without a fraction: order of time is order of letters, but within one second. */
function timeOf({ eventTime, lastTimestamp }: KubeEvent): string {
  return eventTime ?? lastTimestamp ?? '';
}
