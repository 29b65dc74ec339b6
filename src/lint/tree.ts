import type { MapNode, Node, ScalarNode } from '../workflow/node.js';
import { isNull } from '../workflow/node.js';
import type { Span } from '../workflow/source.js';

/** A clone step, service or step as it stands in a file. */
export interface ContainerNode {
  readonly name: string;
  readonly at: Span;
  readonly node: MapNode;
}

/** The value of a key; nothing where it is absent or empty. */
export function valueAt(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  let found = node;
  for (const key of path) {
    if (found?.kind !== 'map') return undefined;
    found = found.entries.find((entry) => entry.key.text === key)?.value;
  }
  return found && isNull(found) ? undefined : found;
}

/** A scalar as the only item, or the scalars of a list. */
export function scalarsOf(node: Node | undefined): readonly ScalarNode[] {
  if (node === undefined || node.kind === 'map') return [];
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => (item.kind === 'scalar' && !isNull(item) ? [item] : []));
}

/** The containers of a section, in either form. */
export function containersOf(root: MapNode, section: 'steps' | 'services' | 'clone'): readonly ContainerNode[] {
  const node = valueAt(root, section);
  if (node?.kind === 'list') {
    return node.items.flatMap((item, index) => (item.kind === 'map' ? [container(item, `step-${index}`, item.span)] : []));
  }
  if (node?.kind !== 'map') return [];
  return node.entries.flatMap(({ key, value }) => (value.kind === 'map' ? [container(value, key.text, key.span)] : []));
}

function container(node: MapNode, key: string, at: Span): ContainerNode {
  const name = valueAt(node, 'name');
  return name?.kind === 'scalar' && name.text !== '' ? { name: name.text, at: name.span, node } : { name: key, at, node };
}
