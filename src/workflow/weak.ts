import { type Convert, wrongType } from './convert.js';
import type { MapReaderOptions } from './map-reader.js';
import { isNull, type Node, scalarValue } from './node.js';

/** Backend options are read more freely than the rest: keys in any letter case, one kind of scalar for another where nothing is lost. */

const WHOLE = /^[+-]?\d+$/;

/** How a map of backend options is read. */
export function optionsAt(path: string): MapReaderOptions {
  return { what: `"${path}"`, path: `${path}.`, letterCase: 'ignored' };
}

/** Text of any scalar; booleans are `true` and `false`. */
export const weakText: Convert<string> = (node, label, diagnostics) => {
  if (node.kind !== 'scalar') return wrongType({ node, label, expected: 'text' }, diagnostics);
  const value = scalarValue(node);
  return typeof value === 'number' ? node.text : String(value ?? '');
};

/** A boolean, the text of one, or a number that is 0 for false. */
export const weakFlag: Convert<boolean> = (node, label, diagnostics) => {
  if (node.kind === 'scalar' && /^(true|1)$/i.test(node.text)) return true;
  if (node.kind === 'scalar' && /^(false|0)$/i.test(node.text)) return false;
  return wrongType({ node, label, expected: 'true or false' }, diagnostics);
};

/** A whole number, or the text of one. */
export const weakWhole: Convert<number> = (node, label, diagnostics) =>
  node.kind === 'scalar' && WHOLE.test(node.text) ? Number(node.text) : wrongType({ node, label, expected: 'a whole number' }, diagnostics);

/** A list of values, or a single value as the only item. */
export function weakList<T>(convert: Convert<T>): Convert<readonly T[]> {
  return (node, label, diagnostics) => {
    const items = node.kind === 'list' ? node.items : [node];
    return items.flatMap((item, index) => {
      const name = node.kind === 'list' ? `item ${index + 1} of ${label}` : label;
      const value = isNull(item) ? undefined : convert(item, name, diagnostics);
      return value === undefined ? [] : [value];
    });
  };
}

/** A map of texts; an empty value is an empty text, an empty list an empty map. */
export const weakTextMap: Convert<Readonly<Record<string, string>>> = (node, label, diagnostics) => {
  if (isEmptyList(node)) return {};
  if (node.kind !== 'map') return wrongType({ node, label, expected: 'a map' }, diagnostics);
  return Object.fromEntries(
    node.entries.map(({ key, value }) => [key.text, weakText(value, `"${key.text}" in ${label}`, diagnostics) ?? '']),
  );
};

function isEmptyList(node: Node): boolean {
  return node.kind === 'list' && node.items.length === 0;
}
