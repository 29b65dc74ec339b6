import { alternatives } from '../model/alternatives.js';
import type { Diagnostics } from './diagnostics.js';
import { describeNode, isNull, type MapEntry, type Node, scalarValue } from './node.js';
import { suggest } from './suggest.js';

/**
 * Makes a value of a node, or reports what is wrong with it and answers nothing.
 * The label says in messages what the node is, such as `"image"`.
 */
export type Convert<T> = (node: Node, label: string, diagnostics: Diagnostics) => T | undefined;

const YES = /^(true|yes|on|y)$/i;
const NO = /^(false|no|off|n)$/i;

/** Any scalar, with its text as written. */
export const text: Convert<string> = (node, label, diagnostics) =>
  node.kind === 'scalar' && !isNull(node) ? node.text : wrongType({ node, label, expected: 'text' }, diagnostics);

/** A scalar that YAML takes for a string. */
export const string: Convert<string> = (node, label, diagnostics) =>
  node.kind === 'scalar' && typeof scalarValue(node) === 'string'
    ? node.text
    : wrongType(
        { node, label, expected: 'text', hint: node.kind === 'scalar' ? `put it in quotes: "${node.text}"` : undefined },
        diagnostics,
      );

export const flag: Convert<boolean> = (node, label, diagnostics) => {
  if (node.kind === 'scalar' && node.plain && YES.test(node.text)) return true;
  if (node.kind === 'scalar' && node.plain && NO.test(node.text)) return false;
  return wrongType({ node, label, expected: 'true or false' }, diagnostics);
};

/** A list of values that are each converted; empty items are left out. */
export function listOf<T>(convert: Convert<T>): Convert<readonly T[]> {
  return (node, label, diagnostics) => {
    if (node.kind !== 'list') return wrongType({ node, label, expected: 'a list' }, diagnostics);
    return node.items.flatMap((item, index) => {
      const value = isNull(item) ? undefined : convert(item, `item ${index + 1} of ${label}`, diagnostics);
      return value === undefined ? [] : [value];
    });
  };
}

/** A scalar as the only item, or a list of strings. */
export const textOrList: Convert<readonly string[]> = (node, label, diagnostics) => {
  if (node.kind === 'scalar') return [node.text];
  if (node.kind === 'map') return wrongType({ node, label, expected: 'text or a list of texts' }, diagnostics);
  return node.items.flatMap((item, index) => string(item, `item ${index + 1} of ${label}`, diagnostics) ?? []);
};

/** A map of any keys to values that are each converted; empty values are left out. */
export function mapOf<T>(convert: Convert<T>): Convert<Readonly<Record<string, T>>> {
  return (node, label, diagnostics) => {
    if (node.kind !== 'map') return wrongType({ node, label, expected: 'a map' }, diagnostics);
    return Object.fromEntries(
      node.entries.flatMap(({ key, value: item }: MapEntry) => {
        const value = isNull(item) ? undefined : convert(item, `"${key.text}" in ${label}`, diagnostics);
        return value === undefined ? [] : [[key.text, value] as const];
      }),
    );
  };
}

export function oneOf<T extends string>(...values: readonly T[]): Convert<T> {
  return (node, label, diagnostics) => {
    const given = text(node, label, diagnostics);
    const value = values.find((candidate) => candidate === given);
    if (value !== undefined || given === undefined) return value;
    const meant = suggest(given, values);
    const hint = meant && `did you mean "${meant}"?`;
    diagnostics.error({ code: 'wrong-value', message: `${label} must be ${alternatives(values)}, not "${given}"`, at: node.span, hint });
    return undefined;
  };
}

/** Reports a node of the wrong kind. */
export function wrongType(
  { node, label, expected, hint }: { readonly node: Node; readonly label: string; readonly expected: string; readonly hint?: string },
  diagnostics: Diagnostics,
): undefined {
  diagnostics.error({ code: 'wrong-type', message: `${label} must be ${expected}, not ${describeNode(node)}`, at: node.span, hint });
  return undefined;
}
