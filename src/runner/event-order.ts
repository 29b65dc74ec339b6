import type { KubeEvent } from '../contract/objects.js';

/** The events, the last one last. */
export function inOrder(events: readonly KubeEvent[]): readonly KubeEvent[] {
  return [...events].sort((a, b) => timeOf(a).localeCompare(timeOf(b)));
}

/** True where a comes after b, by more than their times are exact to. */
export function isAfter(a: KubeEvent, b: KubeEvent): boolean {
  return timeOf(a) > timeOf(b);
}

/** RFC 3339 in UTC, with or without a fraction: order of time is order of letters, but within one second. */
function timeOf({ eventTime, lastTimestamp }: KubeEvent): string {
  return eventTime ?? lastTimestamp ?? '';
}
