import { describe, expect, it } from 'vitest';
import { terminalLine } from '../../../src/report/terminal-line.js';

function shown(text: string | Uint8Array, color = true): string {
  return Buffer.from(terminalLine(Buffer.from(text), { color })).toString();
}

describe('a line of a log on a terminal', () => {
  it.each([
    ['is the same where a terminal would do nothing but show it', '\t+ make "all" · ✓ 測試', '\t+ make "all" · ✓ 測試'],
    ['keeps its colours, and ends them', '\u001b[1;31mFAIL', '\u001b[1;31mFAIL\u001b[0m'],
    ['moves no cursor and clears nothing', 'a\u001b[2J\u001b[1A\u001b[Kb', 'ab'],
    ['sets no title and fills no clipboard', '\u001b]0;owned\u0007\u001b]52;c;Zm9v\u0007', '\\x1b]0;owned\\x07\\x1b]52;c;Zm9v\\x07'],
    ['resets no terminal', '\u001bc', '\\x1bc'],
    ['knows eight-bit controls', '\u009b2J', '\\x9b2J'],
    ['turns no direction of text', 'a\u202eb', 'a\\u202eb'],
    ['that overwrote itself is shown as it was last', ' 10%\r\u001b[K 99%\r', ' 99%'],
    ['that ends like a line of Windows is whole', 'whole\r', 'whole'],
  ])('%s', (_title, text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('has no colours where there shall be none', () => {
    expect(shown('\u001b[1;31mFAIL\u001b[0m x', false)).toBe('FAIL x');
  });

  it('shows bytes that are no text as such', () => {
    expect(shown(Uint8Array.of(0x61, 0xff))).toBe('a\ufffd');
  });
});
