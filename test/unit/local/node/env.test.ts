import { describe, expect, it } from 'vitest';
import { expand } from '../../../../src/local/node/env.js';

/** Cases of kubernetes/third_party/forked/golang/expansion, as its rules are documented. */
describe('expand', () => {
  const VARIABLES = { VAR_A: 'A', VAR_B: 'B', VAR_REF: '$(VAR_A)', VAR_EMPTY: '' };

  it.each([
    ['$(VAR_A)', 'A'],
    ['___$(VAR_B)___', '___B___'],
    ['$(VAR_A)_$(VAR_B)', 'A_B'],
    ['$(VAR_REF)', '$(VAR_A)'],
    ['$$(VAR_A)', '$(VAR_A)'],
    ['$$$(VAR_A)', '$A'],
    ['$$$$(VAR_A)', '$$(VAR_A)'],
    ['$(VAR_MISSING)', '$(VAR_MISSING)'],
    ['foo$(VAR_EMPTY)bar', 'foobar'],
    ['$(VAR_A', '$(VAR_A'],
    ['$VAR_A', '$VAR_A'],
    ['a$', 'a$'],
    ['$$', '$'],
    ['$()', '$()'],
    ['$(toString)', '$(toString)'],
    ['$(VAR_A))', 'A)'],
  ])('%j becomes %j', (text, expanded) => {
    expect(expand(text, VARIABLES)).toBe(expanded);
  });
});
