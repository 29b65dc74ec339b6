import { type Convert, text, wrongType } from './convert.js';
import { MapReader } from './map-reader.js';
import { scalarValue } from './node.js';
import type { Concurrency } from './syntax.js';

/** Reads `concurrency`: a limit, or a limit and a group. */
export const readConcurrency: Convert<Concurrency> = (node, label, diagnostics) => {
  if (node.kind === 'scalar') return { limit: readLimit(node, label, diagnostics) ?? 0, group: '' };
  const reader = MapReader.of(node, diagnostics, { what: label, path: 'concurrency.' });
  if (!reader) return undefined;
  const concurrency = { limit: reader.get('limit', readLimit) ?? 0, group: reader.get('group', text) ?? '' };
  reader.finish();
  return concurrency;
};

const readLimit: Convert<number> = (node, label, diagnostics) => {
  const value = node.kind === 'scalar' ? scalarValue(node) : undefined;
  if (typeof value === 'number' && Number.isInteger(value)) return Math.max(0, value);
  return wrongType({ node, label, expected: 'a whole number' }, diagnostics);
};
