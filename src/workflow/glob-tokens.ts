/** A part of a glob without alternatives. */
export type GlobToken =
  | { readonly type: 'one'; readonly isSlash: boolean; readonly matches: (character: string) => boolean }
  /** Characters of one segment. */
  | { readonly type: 'star' }
  /** Any number of whole segments, each with its slash: `**` before a slash. */
  | { readonly type: 'folders' }
  /** All that follows: `**` at the end. */
  | { readonly type: 'rest' };

/** The tokens of a pattern, or `undefined` where it is malformed. */
export function globTokens(pattern: string): readonly GlobToken[] | undefined {
  const characters = Array.from(pattern);
  const tokens: GlobToken[] = [];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? '';
    if (character === '*') {
      const isDouble = characters[index + 1] === '*';
      if (isDouble) index++;
      const last = tokens.at(-1);
      const isAlone = isDouble && (last === undefined || (last.type === 'one' ? last.isSlash : last.type === 'folders'));
      if (isAlone && index + 1 === characters.length) tokens.push({ type: 'rest' });
      else if (isAlone && characters[index + 1] === '/') {
        tokens.push({ type: 'folders' });
        index++;
      } else tokens.push({ type: 'star' });
    } else if (character === '?') {
      tokens.push({ type: 'one', isSlash: false, matches: (other) => other !== '/' });
    } else if (character === '[') {
      const found = readClass(characters, index + 1);
      if (found === undefined) return undefined;
      tokens.push({ type: 'one', isSlash: false, matches: found.matches });
      index = found.end;
    } else {
      if (character === '\\') index++;
      const literal = characters[index];
      if (literal === undefined) return undefined;
      tokens.push({ type: 'one', isSlash: literal === '/', matches: (other) => other === literal });
    }
  }
  return tokens;
}

/** A character class, from behind its bracket to the index of the one that closes it. */
function readClass(
  pattern: readonly string[],
  start: number,
): { readonly matches: (character: string) => boolean; readonly end: number } | undefined {
  const isNegated = pattern[start] === '!' || pattern[start] === '^';
  let index = isNegated ? start + 1 : start;
  if (pattern[index] === ']') return undefined;
  const ranges: (readonly [number, number])[] = [];
  const next = () => {
    if (pattern[index] === '\\') index++;
    return pattern[index++]?.codePointAt(0) ?? 0;
  };
  while (index < pattern.length && pattern[index] !== ']') {
    const low = next();
    const isRange = pattern[index] === '-' && index + 1 < pattern.length && pattern[index + 1] !== ']';
    if (isRange) index++;
    ranges.push([low, isRange ? next() : low]);
  }
  if (index >= pattern.length) return undefined;
  const isInside = (code: number) => ranges.some(([low, high]) => low <= code && code <= high);
  return { matches: (character) => isInside(character.codePointAt(0) ?? 0) !== isNegated, end: index };
}
