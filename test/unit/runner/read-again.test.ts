import { describe, expect, it } from 'vitest';
import { ReadAgain } from '../../../src/runner/read-again.js';

const stamp = (second: number): string => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000000000Z`;

/** What the lines of these seconds are to who has seen those from `first` to `last` before. */
function places(
  seconds: readonly number[],
  { first, last, lines }: { readonly first: number; readonly last: number; readonly lines: number },
) {
  const again = new ReadAgain({ lines, firstAt: stamp(first), lastAt: stamp(last) });
  return seconds.map((second) => again.take(stamp(second)));
}

describe('a log that is read again', () => {
  it('counts what was seen, whatever the stamps: lines of two outputs come out of order', () => {
    expect(places([1, 3, 2, 2, 3], { first: 1, last: 2, lines: 3 })).toEqual(['seen', 'seen', 'seen', 'new', 'new']);
  });

  it('goes by the stamps where the node has thrown the first lines away', () => {
    expect(places([3, 4, 5, 6], { first: 1, last: 4, lines: 9 })).toEqual(['seen', 'seen', 'new', 'new']);
  });

  it('announces a gap where lines are gone that nobody has seen', () => {
    expect(places([6, 7], { first: 1, last: 4, lines: 9 })).toEqual(['new-after-gap', 'new']);
  });
});
