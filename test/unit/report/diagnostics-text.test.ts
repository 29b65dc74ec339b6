import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/errors.js';
import { diagnosticsText } from '../../../src/report/diagnostics-text.js';
import { expectGolden } from './golden.js';

const UNKNOWN_KEY: Diagnostic = {
  severity: 'error',
  code: 'unknown-key',
  message: 'unknown key "comands" in a step',
  hint: 'did you mean "commands"?',
  position: { file: 'build.yaml', line: 9, column: 5 },
  excerpt: { text: '    comands: [go test ./...]', length: 7 },
};

describe('diagnosticsText', () => {
  it('shows place, line, caret and hint, and closes with a count', () => {
    const text = diagnosticsText([UNKNOWN_KEY], { outcome: 'nothing was created' });

    expectGolden('diagnostics-one.txt', text);
  });

  it('shows findings of every shape', () => {
    const text = diagnosticsText([
      { ...UNKNOWN_KEY, severity: 'warning', position: { file: 'build.yaml', line: 120, column: 5 } },
      {
        ...UNKNOWN_KEY,
        hint: undefined,
        excerpt: { text: '\tcom\u001b[31mands: x', length: 99 },
        position: { file: 'b\u0007.yaml', line: 9, column: 2 },
      },
      { severity: 'error', code: 'dependency-cycle', message: 'steps wait for each other: a → b → a', hint: 'remove one of the edges' },
      { severity: 'error', code: 'not-yaml', message: 'the file ends in a string', position: { file: 'x.yaml', line: 3, column: 1 } },
      { ...UNKNOWN_KEY, message: 'a place behind the end of the line', excerpt: { text: 'a:', length: 0 } },
    ]);

    expectGolden('diagnostics-shapes.txt', text);
  });

  it('counts none in the plural', () => {
    expect(diagnosticsText([])).toBe('0 errors, 0 warnings\n');
  });
});
