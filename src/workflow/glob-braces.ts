/** Characters of all alternatives together: more is an attack, not a pattern. */
const MAX_CHARACTERS = 10_000;

/** A pattern of more characters is none. */
const MAX_LENGTH = 2000;

/** The patterns that `{a,b}` alternatives stand for; `undefined` where a brace has no counterpart, or they are too many. */
export function expandBraces(pattern: string): readonly string[] | undefined {
  if (pattern.length > MAX_LENGTH) return undefined;
  const budget = { left: MAX_CHARACTERS };
  const { texts, end } = sequence(pattern, { index: 0, isInside: false }, budget);
  return end === pattern.length && budget.left >= 0 ? texts : undefined;
}

interface Place {
  readonly index: number;
  /** In braces: a comma or a brace ends the sequence. */
  readonly isInside: boolean;
}

/** Texts up to the end, or inside of braces up to the character that ends the alternative. */
function sequence(pattern: string, { index: start, isInside }: Place, budget: { left: number }) {
  let texts: readonly string[] = [''];
  let index = start;
  while (index < pattern.length && budget.left >= 0) {
    const character = pattern[index];
    if (character === '}' || (isInside && character === ',')) break;
    const isEscaped = character === '\\';
    const parts =
      character === '{' ? alternatives(pattern, index + 1, budget) : { texts: [pattern.slice(index, index + (isEscaped ? 2 : 1))] };
    if (parts === undefined) return { texts: [], end: -1 };
    index = parts.end ?? index + (isEscaped ? 2 : 1);
    if (parts.texts.length * texts.length > MAX_CHARACTERS) budget.left = -1;
    else texts = texts.flatMap((text) => parts.texts.map((part) => text + part));
    if (parts.end !== undefined) budget.left -= texts.reduce((sum, text) => sum + text.length, 0);
  }
  return { texts, end: Math.min(index, pattern.length) };
}

function alternatives(
  pattern: string,
  start: number,
  budget: { left: number },
): { readonly texts: readonly string[]; readonly end?: number } | undefined {
  const texts: string[] = [];
  for (let index = start; budget.left >= 0; ) {
    const found = sequence(pattern, { index, isInside: true }, budget);
    if (found.end < 0 || found.end >= pattern.length) return undefined;
    texts.push(...found.texts);
    index = found.end + 1;
    if (pattern[found.end] === '}') return { texts, end: index };
  }
  return undefined;
}
