import type { Compat } from '../model/agent-settings.js';
import { type Convert, wrongType } from './convert.js';
import { isNull, scalarValue } from './node.js';

/**
 * Backend options are read more freely than the rest: one kind of scalar for another where nothing is lost, and with
 * `woodpecker-3` also where something is.
 */

/** Text of any scalar; booleans are `true` and `false`. */
export function weakText(compat: Compat | undefined): Convert<string> {
  return (node, label, diagnostics) => {
    if (node.kind !== 'scalar') return wrongType({ node, label, expected: 'text' }, diagnostics);
    const value = scalarValue(node);
    const decimal = String(value ?? '');
    return typeof value === 'number' && (compat === undefined || decimal.includes('e')) ? node.text : decimal;
  };
}

/** A boolean, the text of one, or a number that is 0 for false. */
export function weakFlag(compat: Compat | undefined): Convert<boolean> {
  return (node, label, diagnostics) => {
    if (node.kind === 'scalar') {
      const value = scalarValue(node);
      if (typeof value === 'number') return value !== 0;
      if (/^(true|1)$/i.test(node.text)) return true;
      if (/^(false|0)$/i.test(node.text) || (compat !== undefined && value === '')) return false;
    }
    return wrongType({ node, label, expected: 'true or false' }, diagnostics);
  };
}

/** A whole number, or the text of one. */
export function weakWhole(compat: Compat | undefined): Convert<number> {
  return (node, label, diagnostics) => {
    if (node.kind === 'scalar') {
      const value = node.text === '' ? 0 : scalarValue({ ...node, plain: true });
      const losesNothing = node.text !== '' && Number.isInteger(value);
      if (typeof value === 'number' && (losesNothing || compat !== undefined)) return Math.trunc(value);
    }
    return wrongType({ node, label, expected: 'a whole number' }, diagnostics);
  };
}

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
