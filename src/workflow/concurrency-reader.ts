import { type Convert, text } from './convert.js';
import { MapReader } from './map-reader.js';
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
  const given = text(node, label, diagnostics);
  if (given === undefined) return undefined;
  if (/^[+-]?\d{1,9}$/.test(given)) return Math.max(0, Number(given));
  diagnostics.error({ code: 'wrong-value', message: `${label} must be a whole number, not "${given}"`, at: node.span });
  return undefined;
};
