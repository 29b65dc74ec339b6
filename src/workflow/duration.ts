import { parseDuration } from '../model/duration.js';
import { type Convert, text } from './convert.js';

/** A length of time such as `90s`, `10m` or `1h30m`, in seconds. */
export const duration: Convert<number> = (node, label, diagnostics) => {
  const given = text(node, label, diagnostics);
  const seconds = parseDuration(given ?? '');
  if (given === undefined || seconds !== undefined) return seconds;
  const hint = /^\d+$/.test(given) ? `add a unit: ${given}s or ${given}m` : 'write it as 90s, 10m or 1h30m';
  diagnostics.error({ code: 'wrong-value', message: `${label} must be a length of time, not "${given}"`, at: node.span, hint });
  return undefined;
};
