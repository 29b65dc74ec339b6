import { createRequire } from 'node:module';
import type * as re2 from 're2js';
import type { Budget } from './budget.js';
import { EvaluateError } from './evaluate-error.js';

/** Longer patterns, or larger ones once their repeats are counted, would take too long. */
const MAX_PATTERN = 1000;
const MAX_SIZE = 50_000;
const REPEAT = /\{(\d+)(?:,(\d*))?\}/g;

/** True where the pattern, in the language of RE2, is found in the text: in time in proportion to both. */
export function matchesRegex(
  text: string,
  pattern: string,
  { budget, offset }: { readonly budget: Budget; readonly offset: number },
): boolean {
  if (pattern.length > MAX_PATTERN) throw new EvaluateError(`a regular expression has at most ${MAX_PATTERN} characters`, offset);
  const size = sizeOf(pattern);
  if (size > MAX_SIZE) throw new EvaluateError('this regular expression repeats too much', offset);
  budget.spend((size * text.length) / 50 + 1000, offset);
  // most workflows have none
  const { RE2JS }: typeof re2 = createRequire(import.meta.url)('re2js');
  try {
    return RE2JS.compile(pattern).matcher(text).find();
  } catch (error) {
    throw new EvaluateError(error instanceof Error ? error.message : String(error), offset);
  }
}

/** No less than the steps of the compiled pattern. */
function sizeOf(pattern: string): number {
  const repeats = Array.from(pattern.matchAll(REPEAT), ([, least, most]) => Math.max(Number(least), Number(most ?? 0)));
  return pattern.length * repeats.reduce((sum, count) => sum + count, 1);
}
