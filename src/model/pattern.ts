import { createRequire } from 'node:module';
import type * as re2 from 're2js';

/** Longer ones would take too long to compile. */
const MAX_PATTERN = 1000;

/** A regular expression in the language of RE2: looked for in time in proportion to the text, whatever it says. */
export interface Pattern {
  readonly isFoundIn: (text: string) => boolean;
}

/** Compiles a pattern; the problem with it where it is none. */
export function compilePattern(source: string): Pattern | { readonly problem: string } {
  if (source === '') return { problem: 'is empty' };
  if (source.length > MAX_PATTERN) return { problem: `has more than ${MAX_PATTERN} characters` };
  // most runs need none
  const { RE2JS }: typeof re2 = createRequire(import.meta.url)('re2js');
  try {
    const compiled = RE2JS.compile(source);
    return { isFoundIn: (text) => compiled.matcher(text).find() };
  } catch (error) {
    return { problem: `is no regular expression: ${error instanceof Error ? error.message : String(error)}` };
  }
}
