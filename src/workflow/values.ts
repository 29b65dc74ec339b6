import type { Value } from '../model/pipeline.js';
import type { Convert } from './convert.js';
import { wrongType } from './convert.js';
import type { Diagnostics } from './diagnostics.js';
import { type MapNode, type Node, type ScalarNode, scalarValue } from './node.js';

/** The values of `settings` or `environment`. */
export const values: Convert<Readonly<Record<string, Value>>> = (node, label, diagnostics) => {
  if (node.kind !== 'map') return wrongType({ node, label, expected: 'a map', hint: 'write "NAME: value", one a line' }, diagnostics);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, variableValue(value, diagnostics)]));
};

/** The value of one variable: numbers and dates keep their text, so that `1.10` stays `1.10`. */
function variableValue(node: Node, diagnostics: Diagnostics): Value {
  if (node.kind === 'scalar') return scalarText(node);
  if (node.kind === 'map') return jsonValue(node, diagnostics);
  const scalars = node.items.filter((item) => item.kind === 'scalar');
  return scalars.length === node.items.length ? scalars.map(scalarText) : jsonValue(node, diagnostics);
}

function scalarText(node: ScalarNode): string | boolean | null {
  const value = scalarValue(node);
  return typeof value === 'number' ? node.text : value;
}

/** A value that is written as JSON: numbers are numbers. */
export function jsonValue(node: Node, diagnostics: Diagnostics): Value {
  if (node.kind === 'scalar') return scalarValue(node);
  if (node.kind === 'list') return node.items.map((item) => jsonValue(item, diagnostics));
  const secret = node.entries.find(({ key }) => key.text === 'from_secret');
  return secret ? secretReference(secret.value, diagnostics) : jsonMap(node, diagnostics);
}

function secretReference(node: Node, diagnostics: Diagnostics): Value {
  if (node.kind === 'scalar' && typeof scalarValue(node) === 'string') return { from_secret: node.text };
  return wrongType({ node, label: '"from_secret"', expected: 'the name of a secret' }, diagnostics) ?? null;
}

function jsonMap(node: MapNode, diagnostics: Diagnostics): Value {
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, jsonValue(value, diagnostics)]));
}
