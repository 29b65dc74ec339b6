/** One character of a pattern: any, or one that passes a test. */
type Piece = { readonly type: 'any-run' } | { readonly type: 'one'; readonly matches: (character: string) => boolean };

/**
 * Lengths of the beginnings of a text, the empty one left out, that match a pattern of `*`, `?`, `[class]` and `\`: a star is any text,
 * slashes included. Nothing matches a malformed pattern. Takes time in proportion to text and pattern, whatever they are.
 */
export function matchingPrefixes(characters: readonly string[], pattern: string): readonly number[] {
  const pieces = compile(Array.from(pattern));
  if (pieces === undefined) return [];
  let states = withRuns(pieces, new Set([0]));
  const lengths: number[] = [];
  for (const [index, character] of characters.entries()) {
    const next = new Set<number>();
    for (const state of states) {
      const piece = pieces[state];
      if (piece?.type === 'any-run') next.add(state);
      else if (piece?.matches(character)) next.add(state + 1);
    }
    states = withRuns(pieces, next);
    if (states.has(pieces.length)) lengths.push(index + 1);
  }
  return lengths;
}

/** The states, and those that follow where a run of no characters is passed. */
function withRuns(pieces: readonly Piece[], states: Set<number>): Set<number> {
  // a set that grows while it is walked is walked to its end
  for (const state of states) if (pieces[state]?.type === 'any-run') states.add(state + 1);
  return states;
}

function compile(pattern: readonly string[]): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index];
    if (character === '*') pieces.push({ type: 'any-run' });
    else if (character === '?') pieces.push({ type: 'one', matches: () => true });
    else if (character === '[') {
      const found = readClass(pattern, index + 1);
      if (found === undefined) return undefined;
      pieces.push({ type: 'one', matches: found.matches });
      index = found.end;
    } else {
      if (character === '\\') index++;
      const literal = pattern[index];
      if (literal === undefined) return undefined;
      pieces.push({ type: 'one', matches: (other) => other === literal });
    }
  }
  return pieces;
}

/** A character class, from behind its bracket to the index of the one that closes it. */
export function readClass(
  pattern: readonly string[],
  start: number,
  negations = '^',
): { readonly matches: (character: string) => boolean; readonly end: number } | undefined {
  let index = start;
  const isNegated = negations.includes(pattern[index] ?? 'none');
  if (isNegated) index++;
  const ranges: (readonly [string, string])[] = [];
  const next = (): string | undefined => {
    const character = pattern[index++];
    if (character === '-' || character === ']') return undefined;
    return character === '\\' ? pattern[index++] : character;
  };
  while (ranges.length === 0 || pattern[index] !== ']') {
    const low = next();
    if (low === undefined || index >= pattern.length) return undefined;
    const isRange = pattern[index] === '-';
    if (isRange) index++;
    const high = isRange ? next() : low;
    if (high === undefined) return undefined;
    ranges.push([low, high]);
  }
  const inside = (character: string) => ranges.some(([low, high]) => compare(low, character) <= 0 && compare(character, high) <= 0);
  return { matches: (character) => inside(character) !== isNegated, end: index };
}

function compare(a: string, b: string): number {
  return (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
}
