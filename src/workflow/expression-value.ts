import { Buffer } from 'node:buffer';
import type { Argument, Expression } from './expression.js';
import { matchingPrefixes } from './text-glob.js';

const INTEGER = /^[+-]?\d+$/;

/** What an expression is replaced by. */
export function expressionValue({ name, operator, arguments: given }: Expression, lookup: (name: string) => string): string {
  const text = (argument: Argument | undefined): string =>
    argument === undefined || typeof argument === 'string' ? (argument ?? '') : expressionValue(argument, lookup);
  const value = lookup(name);
  const [first, second] = given;
  switch (operator) {
    case '':
      return value;
    case 'length':
      return String(Buffer.byteLength(value));
    case ',':
      return ofFirst(value, (letter) => letter.toLowerCase());
    case '^':
      return ofFirst(value, (letter) => letter.toUpperCase());
    case ',,':
      return value.toLowerCase();
    case '^^':
      return value.toUpperCase();
    case ':':
      return substring(value, text(first), second === undefined ? undefined : text(second));
    case '#':
    case '##':
      return removed(Array.from(value), text(first), operator === '#').join('');
    case '%':
    case '%%':
      // the pattern is reversed as text: classes and escapes do not survive it
      return removed(Array.from(value).reverse(), Array.from(text(first)).reverse().join(''), operator === '%')
        .reverse()
        .join('');
    case '/':
      return value.replace(text(first), () => text(second));
    case '//':
      return value.replaceAll(text(first), () => text(second));
    case '/#':
      return second !== undefined && value.startsWith(text(first)) ? text(second) + value.slice(text(first).length) : value;
    case '/%':
      return second !== undefined && value.endsWith(text(first)) ? value.slice(0, value.length - text(first).length) + text(second) : value;
    default:
      return value === '' ? given.map(text).join('') : value;
  }
}

function ofFirst(value: string, change: (letter: string) => string): string {
  const [first = '', ...rest] = Array.from(value);
  return change(first) + rest.join('');
}

/** Offsets count bytes, from the end where they are negative. A negative length is such an offset too. */
function substring(value: string, from: string, length: string | undefined): string {
  if (!INTEGER.test(from) || (length !== undefined && !INTEGER.test(length))) return value;
  const bytes = Buffer.from(value);
  const offset = Number(from);
  const start = offset < 0 ? Math.max(0, bytes.length + offset) : offset;
  const count = length === undefined ? bytes.length : Number(length);
  const end = count < 0 ? bytes.length + count : start + count;
  return bytes.subarray(start, Math.max(start, end)).toString();
}

/** The characters without the shortest or longest beginning that matches, which is never empty. */
function removed(characters: readonly string[], pattern: string, isShortest: boolean): string[] {
  const lengths = matchingPrefixes(characters, pattern);
  return characters.slice((isShortest ? lengths[0] : lengths.at(-1)) ?? 0);
}
