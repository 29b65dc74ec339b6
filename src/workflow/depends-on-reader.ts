import { type Convert, flag, string, wrongType } from './convert.js';
import type { Diagnostics } from './diagnostics.js';
import { MapReader } from './map-reader.js';
import type { Node } from './node.js';
import type { DependencySyntax } from './syntax.js';

/** Reads `depends_on`: a name, or a list of names and `{ name, optional }`. */
export const readDependsOn: Convert<readonly DependencySyntax[]> = (node, label, diagnostics) => {
  if (node.kind === 'map') return wrongType({ node, label, expected: 'a name or a list of names' }, diagnostics);
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => readDependency(item, label, diagnostics) ?? []);
};

function readDependency(node: Node, label: string, diagnostics: Diagnostics): DependencySyntax | undefined {
  if (node.kind !== 'map') {
    const name = string(node, `a name in ${label}`, diagnostics);
    return name === undefined ? undefined : { name, optional: false, at: node.span };
  }
  const reader = MapReader.of(node, diagnostics, { what: `a dependency in ${label}` });
  const name = reader?.get('name', string);
  const optional = reader?.get('optional', flag) ?? false;
  reader?.finish();
  if (name !== undefined) return { name, optional, at: node.span };
  if (!reader?.keySpan('name'))
    diagnostics.error({ code: 'missing-key', message: `a dependency in ${label} has no "name"`, at: node.span });
  return undefined;
}
