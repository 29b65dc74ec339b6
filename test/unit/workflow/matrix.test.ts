// biome-ignore-all lint/suspicious/noTemplateCurlyInString: substitution is what is tested
import { describe, expect, it } from 'vitest';
import { findings, pipelinesOf } from './read.js';

const STEPS = 'skip_clone: true\nsteps: [{image: a, commands: [x]}]';

/** The variables of each axis, as the step of that axis sees them. */
function axesOf(matrix: string) {
  return pipelinesOf(`matrix: ${matrix}\n${STEPS}`).map(({ steps }) =>
    Object.entries(steps[0]?.environment ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
  );
}

describe('1.6 readMatrix', () => {
  it.each([
    ['{B: [1, 2], A: [x, y]}', ['A=x B=1', 'A=x B=2', 'A=y B=1', 'A=y B=2']],
    ['{A: [1.10, yes, 2020-01-01, null]}', ['A=1.10', 'A=yes', 'A=2020-01-01']],
    ['{A: [1], B: []}', ['A=1']],
    ['{include: [{A: 1, B: 2}, {C: 3}]}', ['A=1 B=2', 'C=3']],
    ['{include: [{A: 1}], B: [1, 2]}', ['B=1', 'B=2', 'A=1']],
    ['', ['']],
    ['{}', ['']],
    ['{A: ["${CI_COMMIT_BRANCH}"]}', ['A=${CI_COMMIT_BRANCH}']],
  ])('makes of %s the axes %j', (matrix, axes) => {
    expect(axesOf(matrix)).toEqual(axes);
  });

  it.each([
    ['[a]', '1:9 error wrong-type: "matrix" must be a map, not a list'],
    ['{A: 1}', '1:13 error wrong-type: "matrix.A" must be a list, not the number 1'],
    ['{A: [[1]]}', '1:14 error wrong-type: item 1 of "matrix.A" must be text, not a list'],
    ['{include: [a]}', '1:20 error wrong-type: item 1 of "matrix.include" must be a map, not text'],
  ])('refuses %s', (matrix, expected) => {
    expect(findings(`matrix: ${matrix}\n${STEPS}`)).toEqual([expected]);
  });

  it('refuses more than 27 axes', () => {
    const list = (length: number) => JSON.stringify(Array.from({ length }, (_, index) => index));

    expect(axesOf(`{A: ${list(9)}, B: ${list(3)}}`)).toHaveLength(27);
    expect(findings(`matrix: {A: ${list(9)}, B: ${list(3)}, include: [{C: 1}]}\n${STEPS}`)).toEqual([
      '1:9 error matrix-limit: the matrix has 28 axes, at most 27 are possible (shorten the lists, or name the wanted combinations in "include")',
    ]);
  });

  it('refuses a product that is too large without making it', () => {
    const digits = JSON.stringify(Array.from({ length: 100 }, (_, index) => index));
    const lists = Array.from({ length: 12 }, (_, index) => `V${index}: ${digits}`).join(', ');

    expect(findings(`matrix: {${lists}}\n${STEPS}`)[0]).toContain('error matrix-limit');
  });

  it('refuses more than 12 variables in an axis', () => {
    const variables = (count: number) => Array.from({ length: count }, (_, index) => `V${index}: [1]`).join(', ');

    expect(axesOf(`{${variables(12)}}`)).toHaveLength(1);
    expect(findings(`matrix: {${variables(13)}}\n${STEPS}`)).toEqual([
      '1:9 error matrix-limit: an axis of the matrix has 13 variables, at most 12 are possible',
    ]);
  });
});

describe('1.6 the pipelines of a matrix', () => {
  it('are numbered when there are several', () => {
    expect(pipelinesOf(`matrix: {A: [1, 2]}\n${STEPS}`).map(({ name }) => name)).toEqual(['build-1', 'build-2']);
    expect(pipelinesOf(`matrix: {A: [1]}\n${STEPS}`).map(({ name }) => name)).toEqual(['build']);
  });

  it('give their variables to containers that are no plugins, below their own environment', () => {
    const [pipeline] = pipelinesOf(
      'matrix: {A: [1], B: [2]}\nservices: [{name: db, image: d}]\nsteps: [{name: p, image: p, settings: {x: 1}}, {name: c, image: c, commands: [x], environment: {B: own}}]',
    );

    expect(Object.fromEntries((pipeline?.steps ?? []).map(({ name, environment }) => [name, environment]))).toEqual({
      clone: undefined,
      db: undefined,
      p: undefined,
      c: { A: '1', B: 'own' },
    });
  });
});
