/** How tight operators between two values bind; of two that are the same, the left one first. */
export const BINARY: Readonly<Record<string, number>> = {
  '|': 0,
  '||': 10,
  or: 10,
  '&&': 15,
  and: 15,
  '==': 20,
  '!=': 20,
  '<': 20,
  '>': 20,
  '<=': 20,
  '>=': 20,
  in: 20,
  matches: 20,
  contains: 20,
  startsWith: 20,
  endsWith: 20,
  '..': 25,
  '+': 30,
  '-': 30,
  '*': 60,
  '/': 60,
  '%': 60,
  '**': 100,
  '^': 100,
  '??': 500,
};
/** How tight operators before a value bind. */
export const UNARY: Readonly<Record<string, number>> = { not: 50, '!': 50, '-': 90, '+': 90 };
/** Operators that may have a `not` before them. */
export const NEGATABLE = new Set(['in', 'matches', 'contains', 'startsWith', 'endsWith']);
export const COMPARISONS = new Set(['<', '>', '<=', '>=']);
export const ALIASES: Readonly<Record<string, string>> = { '||': 'or', '&&': 'and', '^': '**', '!': 'not' };
export const LITERALS: ReadonlyMap<string, null | boolean> = new Map([
  ['true', true],
  ['false', false],
  ['nil', null],
]);
