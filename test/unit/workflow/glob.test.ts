import { expect, it } from 'vitest';
import { createGlob } from '../../../src/workflow/glob.js';

it.each([
  ['*', 'main', true],
  ['*', '', true],
  ['*', '.hidden', true],
  ['*', 'feature/x', false],
  ['feat*', 'feat', true],
  ['**', 'a/b/c', true],
  ['**', '', true],
  ['feat**', 'feat/x', false],
  ['feat**', 'feature', true],
  ['feat/**', 'feat', true],
  ['feat/**', 'feat/a/b', true],
  ['feat/**', 'feature', false],
  ['**/x', 'x', true],
  ['**/x', 'a/b/x', true],
  ['**/x', 'ax', false],
  ['a/**/b', 'a/b', true],
  ['a/**/b', 'a/x/y/b', true],
  ['a/**/b', 'a/x/yb', false],
  ['a/**/', 'a', true],
  ['a/**/', 'a/b/', true],
  ['a/**/', 'a/b', false],
  ['**/*.go', 'a/b.go', true],
  ['**/*.go', 'b.go', true],
  ['*.go', 'a/b.go', false],
  ['path/**.txt', 'path/a.txt', true],
  ['path/**.txt', 'path/a/b.txt', false],
  ['**/*', '', false],
  ['?', 'a', true],
  ['?', '/', false],
  ['?', 'ä', true],
  ['a?c', 'abc', true],
  ['[a-z]', 'm', true],
  ['[a-z]', 'M', false],
  ['[!x]', 'y', true],
  ['[^x]', 'x', false],
  ['[a-]', '-', true],
  ['[\\]]', ']', true],
  ['{a,b}', 'b', true],
  ['{a,b}', 'c', false],
  ['{a,}x', 'x', true],
  ['{a,b{c,d}}', 'bd', true],
  ['{docs/**,*.md}', 'docs/a/b', true],
  ['release/{1..3}', 'release/1..3', true],
  ['\\*', '*', true],
  ['\\*', 'a', false],
  ['a\\/b', 'a/b', true],
  ['Main', 'main', false],
  ['', '', true],
  ['', 'a', false],
])('1.5 %j matches %j: %j', (pattern, name, expected) => {
  expect(createGlob(pattern)?.matches(name)).toBe(expected);
});

it.each(['[', '[]', '[a', '[]a]', '{a', 'a}', '{a,{b}', 'a\\', '{'.repeat(5000), '{a,b}'.repeat(40)])(
  '1.5 %.9s is malformed',
  (pattern) => {
    expect(createGlob(pattern)).toBeUndefined();
  },
);

it('takes a time in proportion to pattern and name, whatever they are', () => {
  const name = 'a'.repeat(4000);

  expect(createGlob(`${'*a'.repeat(400)}b`)?.matches(name)).toBe(false);
  expect(createGlob(`${'**/'.repeat(300)}b`)?.matches('a/'.repeat(2000))).toBe(false);
});
