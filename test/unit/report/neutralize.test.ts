import { describe, expect, it } from 'vitest';
import { neutralize, neutralizeLogLine, spellOut } from '../../../src/report/neutralize.js';

describe('neutralize', () => {
  it.each([
    ['keeps ordinary text of any script', 'Prüfung 測試 · ✓', 'Prüfung 測試 · ✓'],
    ['makes one line of several', ' denied:\r\n   by policy\n', 'denied: by policy'],
    ['spells out escape sequences', '\u001b[2J\u0007', '\\x1b[2J\\x07'],
    ['spells out eight-bit controls', '\u009b31m', '\\x9b31m'],
    ['spells out delete and null', '\u007f\u0000', '\\x7f\\x00'],
    ['spells out marks that turn the direction of text', 'a\u202eb\u2066c\u200fd', 'a\\u202eb\\u2066c\\u200fd'],
    ["spells out Unicode's own line ends", 'a\u2028b', 'a\\u2028b'],
    ['makes a tab a space', 'a\tb', 'a b'],
  ])('%s', (_title, text, expected) => {
    expect(neutralize(text)).toBe(expected);
  });
});

describe('neutralizeLogLine', () => {
  it.each([
    ['drops colours', '\u001b[1;31mFAIL\u001b[0m x', 'FAIL x'],
    ['keeps the last state of a line that overwrote itself', ' 10%\r 99%\r', ' 99%'],
    ['spells out what is no colour', '\u001b]0;title\u0007', '\\x1b]0;title\\x07'],
    ['keeps the indentation', '  at x.ts:1', '  at x.ts:1'],
  ])('%s', (_title, line, expected) => {
    expect(neutralizeLogLine(line)).toBe(expected);
  });
});

describe('spellOut', () => {
  it('gives the same for the parts of a text as for the whole, so that a caret finds its column', () => {
    const text = '\tkey:\u001b\u0085 value ';

    const parts = spellOut(text.slice(0, 5)) + spellOut(text.slice(5));

    expect(parts).toBe(spellOut(text));
  });
});
