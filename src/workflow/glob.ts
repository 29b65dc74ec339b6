import { expandBraces } from './glob-braces.js';
import { type GlobToken, globTokens } from './glob-tokens.js';

/** A pattern of the `when` conditions. */
export interface Glob {
  readonly matches: (name: string) => boolean;
}

/** The pattern, or `undefined` where it is malformed: it matches nothing then. */
export function createGlob(pattern: string): Glob | undefined {
  const alternatives = expandBraces(pattern)?.map(globTokens);
  if (alternatives === undefined) return undefined;
  const tokens: (readonly GlobToken[])[] = [];
  for (const alternative of alternatives) {
    if (alternative === undefined) return undefined;
    tokens.push(alternative);
  }
  return { matches: (name) => tokens.some((alternative) => matchesAll(alternative, Array.from(name))) };
}

/** Where the matcher is: at a token, or inside of a folder that `**` passes. */
type State = number;

/**
 * True where the tokens match the whole name. Follows all ways at once, so that it takes time in proportion to both.
 * At the end of the name the way must be at a rest of the pattern that stands for nothing: what `a/**` is after `a`.
 */
function matchesAll(tokens: readonly GlobToken[], name: readonly string[]): boolean {
  let states: ReadonlySet<State> = new Set([0]);
  let landed: ReadonlySet<number> = new Set([0]);
  for (const character of name) {
    const next = new Set<State>();
    const arrived = new Set<number>();
    for (const state of withoutWait(tokens, states)) {
      const index = state < 0 ? -state - 1 : state;
      const token = tokens[index];
      if (token === undefined) continue;
      switch (token.type) {
        case 'one':
          if (token.matches(character)) {
            next.add(index + 1);
            arrived.add(index + 1);
          }
          break;
        case 'star':
          if (character !== '/') {
            next.add(index);
            arrived.add(index + 1);
          }
          break;
        case 'folders':
          next.add(character === '/' ? index : -index - 1);
          if (character === '/') arrived.add(index + 1);
          break;
        case 'rest':
          next.add(index);
          arrived.add(index + 1);
      }
    }
    [states, landed] = [next, arrived];
  }
  return [...landed].some((index) => standsForNothing(tokens, index));
}

/** The states, and those that are reached without a character. */
function withoutWait(tokens: readonly GlobToken[], states: ReadonlySet<State>): ReadonlySet<State> {
  const all = new Set(states);
  // a set that grows while it is walked is walked to its end
  for (const state of all) {
    const type = tokens[state]?.type;
    if (type === 'star' || type === 'folders') all.add(state + 1);
  }
  return all;
}

function standsForNothing(tokens: readonly GlobToken[], index: number): boolean {
  const rest = tokens.slice(index, index + 3).map((token) => (token.type === 'one' && token.isSlash ? 'slash' : token.type));
  return ['', 'star', 'rest', 'folders', 'slash rest', 'slash folders'].includes(rest.join(' '));
}
