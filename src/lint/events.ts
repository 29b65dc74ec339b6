import { EVENTS } from '../model/event.js';
import type { Node } from '../workflow/node.js';
import { scalarsOf, valueAt } from './tree.js';

export type Events = ReadonlySet<string>;

/** Events in which one of the conditions may hold, as far as their events go. */
export function eventsOf(when: Node | undefined): Events {
  if (when === undefined || when.kind === 'scalar') return new Set(EVENTS);
  const items = when.kind === 'list' ? when.items : [when];
  if (items.length === 0) return new Set(EVENTS);
  const allowed = items.flatMap((item): readonly string[] => {
    const names = scalarsOf(valueAt(item, 'event')).map(({ text }) => text);
    // a variable may be any of them
    return names.length === 0 || names.some((name) => name.includes('${')) ? EVENTS : names;
  });
  return both(new Set(allowed), new Set(EVENTS));
}

export function both(a: Events, b: Events): Events {
  return new Set([...a].filter((event) => b.has(event)));
}
