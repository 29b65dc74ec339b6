// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is put in is tested
import { expect, it } from 'vitest';
import { findings, workflowsOf } from './read.js';

const STEP = 'steps: [{image: a, commands: [x]}]';
const BOMB = Array.from(
  { length: 12 },
  (_, level) =>
    `a${level}: &a${level} [${Array(10)
      .fill(level === 0 ? 'x' : `*a${level - 1}`)
      .join(', ')}]`,
);

/** What is found, by code. */
function codes(text: string): readonly string[] {
  return [...new Set(findings(text).map((finding) => finding.split(' ')[2]?.replace(':', '') ?? ''))];
}

it.each([
  ['an alias bomb', `variables:\n  ${BOMB.join('\n  ')}\n${STEP}`, ['too-large']],
  [
    'a bomb of merged lists',
    `variables:\n  a0: &a0 [x, x]\n${Array.from({ length: 30 }, (_, level) => `  a${level + 1}: &a${level + 1} [<<: *a${level}, <<: *a${level}]`).join('\n')}\n${STEP}`,
    ['too-large'],
  ],
  ['lists inside of each other', `variables: ${'['.repeat(100_000)}`, ['yaml-syntax']],
  ['maps inside of each other', `variables: ${'{a: '.repeat(20_000)}`, ['yaml-syntax']],
  ['a NUL', `${STEP}\n# \0`, ['yaml-syntax']],
  ['tabs', 'steps:\n\t- image: a', ['yaml-syntax']],
  ['an alias of itself', 'a: &a [*a]', ['bad-alias']],
  ['a key twice', `${STEP}\n${STEP}`, ['duplicate-key']],
  ['no text', '', ['empty-file']],
  ['a ${ that is not closed', 'steps:\n  - image: a${A', ['bad-substitution']],
  ['an expression that is very deep', `steps:\n  - image: ${'${A:-'.repeat(10_000)}`, ['bad-substitution']],
  ['many of them on one line', `steps:\n  - image: ${'${!'.repeat(100_000)}`, ['bad-substitution']],
  ['many dollars', `steps:\n  - image: ${'$'.repeat(500_000)}`, []],
  ['an unknown function', `steps: [{image: a, when: {evaluate: 'nope(1)'}}]`, ['bad-expression']],
  ['a pattern of very many alternatives', `steps: [{image: a}, {image: a, when: {branch: '${'{a,b}'.repeat(30)}'}}]`, ['bad-pattern']],
  [
    'a matrix of very many axes',
    `matrix: {${Array.from({ length: 12 }, (_, n) => `A${n}: [${Array(50).fill('x').join(', ')}]`).join(', ')}}\n${STEP}`,
    ['matrix-limit'],
  ],
  [
    'steps that all wait for each other',
    `steps: [${Array.from({ length: 500 }, (_, n) => `{name: s${n}, image: a, depends_on: [s${(n + 1) % 500}]}`).join(', ')}]`,
    ['dependency-cycle'],
  ],
])('%s is read, or refused', (_what, text, expected) => {
  expect(codes(text)).toEqual(expected);
});

it.each([
  ['CRLF', 'steps:\r\n  - image: a\r\n    commands: [x, y]\r\n'],
  ['a BOM', '\uFEFFsteps: [{image: a, commands: [x, y]}]'],
  ['a scalar of many megabytes', `variables: ${'x'.repeat(10_000_000)}\nsteps: [{image: a, commands: [x, y]}]`],
  ['a letter for private use', 'variables: \uE0000\uE000\nsteps: [{image: a, commands: [x, y]}]'],
])('%s is read', (_what, text) => {
  expect(workflowsOf(text).pipelines[0]?.steps.at(-1)?.commands).toEqual(['x', 'y']);
});

it('an expression in an anchor is the same in its alias', () => {
  const text = 'matrix: {A: [x]}\nvariables: [&i${A} a-${A}]\nskip_clone: true\nsteps: [{image: *i${A}}]';

  expect(workflowsOf(text).pipelines[0]?.steps[0]?.image).toBe('a-x');
});

it('a regular expression that backtracks is none', () => {
  const environment = { X: `${'a'.repeat(10_000)}!` };
  const text = `skip_clone: true\nsteps: [{image: a, when: {evaluate: 'X matches "(a|aa)+$"'}}, {image: b}]`;

  expect(workflowsOf(text, { environment }).pipelines[0]?.steps.map(({ image }) => image)).toEqual(['b']);
});
