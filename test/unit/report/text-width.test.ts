import { describe, expect, it } from 'vitest';
import { cut, padEnd, padStart, textWidth } from '../../../src/report/text-width.js';

describe('textWidth', () => {
  it.each([
    ['ASCII', 'build', 5],
    ['wide characters', '測試', 4],
    ['an accent of its own', 'e\u0301', 1],
    ['a family', '👩‍👩‍👧', 2],
  ])('counts the columns of %s', (_title, text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});

describe('cut', () => {
  it.each([
    ['leaves what fits', 'build', 5, 'build'],
    ['ends what does not with an ellipsis', 'building', 5, 'buil…'],
    ['parts no character', '測試測試', 4, '測…'],
    ['parts no family', 'a👩‍👩‍👧b', 3, 'a…'],
    ['knows when there is room for nothing', 'build', 0, ''],
  ])('%s', (_title, text, columns, expected) => {
    expect(cut(text, columns)).toBe(expected);
  });

  it('looks at no more of a long text than can be shown', () => {
    expect(cut('x'.repeat(50_000_000), 10)).toBe(`${'x'.repeat(9)}…`);
  });
});

it('pads to columns, not to characters', () => {
  expect([padEnd('測', 4), padStart('測', 4)]).toEqual(['測  ', '  測']);
});
