import { EvaluateError } from './evaluate-error.js';
import type { Token } from './tokens.js';

/** The value of a number: a bigint where it is whole. */
export function numberOf({ text, offset }: Token): bigint | number {
  const plain = text.replaceAll('_', '');
  const isBased = /^0[xXbBoO]/.test(plain);
  if (!isBased && /[.eE]/.test(plain)) return Number(plain);
  try {
    const value = BigInt(plain);
    if (value <= 0x7fffffffffffffffn) return value;
  } catch {
    // told below
  }
  throw new EvaluateError(`"${text}" is no number that fits`, offset);
}
