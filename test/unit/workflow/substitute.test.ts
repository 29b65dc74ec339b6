// biome-ignore-all lint/suspicious/noTemplateCurlyInString: substitution is what is tested
import { describe, expect, it } from 'vitest';
import { findings, pipelinesOf, stepOf } from './read.js';

/** One command of a step on the axis `A: x`, `E: ''`. */
function command(text: string): string | undefined {
  return pipelinesOf(`matrix: {include: [{A: x, E: ""}]}\nsteps: [{image: a, commands: [${JSON.stringify(text)}]}]`)[0]?.steps.at(-1)
    ?.commands?.[0];
}

describe('substitution', () => {
  it.each([
    ['${A}', 'x'],
    ['${A}${A} $A', 'xx $A'],
    ['[${E}]', '[]'],
    ['${CI_COMMIT_BRANCH} ${CI_WORKFLOW_NAME}', 'main build'],
    ['[${CI_COMMIT_TAG}]', '[]'],
    ['$${A}', '${A}'],
    ['$$ $$A \\\\ \\/', '$$ $$A \\\\ \\/'],
    ['${A:-y} ${#A} ${A[0]} ${A##x} ${1} ${!A} ${', '${A:-y} ${#A} ${A[0]} ${A##x} ${1} ${!A} ${'],
    ['$(A) ${constructor}', '$(A) '],
  ])('makes of %j the text %j', (text, expected) => {
    expect(command(text)).toBe(expected);
  });

  it('does not look for variables in what it has put in', () => {
    const text = "matrix: {include: [{A: '${B}', B: y}]}\nsteps: [{image: '${A}'}]";

    expect(pipelinesOf(text)[0]?.steps.at(-1)?.image).toBe('${B}');
  });

  it('replaces in keys as well', () => {
    expect(stepOf('environment: {"X_${CI_PIPELINE_EVENT}": 1}')?.environment).toEqual({ X_manual: '1' });
  });

  it.each([
    ['image: ${X}', { image: 'a: [b # c' }],
    ['image: a\n    commands: ["echo ${X}"]', { commands: ['echo a: [b # c'] }],
  ])('never lets a value change the structure: %j', (keys, expected) => {
    const text = `matrix: {include: [{X: "a: [b # c"}]}\nsteps:\n  one:\n    ${keys}`;

    expect(pipelinesOf(text)[0]?.steps.at(-1)).toMatchObject(expected);
  });

  it('gives an unquoted scalar the type of its value', () => {
    const text = 'matrix: {X: [yes], N: [5]}\nsteps:\n  - image: a\n    detach: ${X}\n    ports: ["${N}"]';

    expect(pipelinesOf(text)[0]?.steps.at(-1)).toMatchObject({ detach: true, ports: [5] });
  });

  it('warns where it stands of a variable that does not exist, once for all axes', () => {
    const found = findings('matrix: {A: [1, 2]}\nsteps:\n  - image: a\n    commands:\n      - |\n        echo\n        echo ${A} ${NOPE}');

    expect(found).toEqual([
      '7:19 warning unknown-variable: "${NOPE}" is empty: there is no such variable (write $${NOPE} where the shell is meant to replace it)',
    ]);
  });

  it('warns of a variable that is known only when the step starts', () => {
    expect(findings('steps: [{image: a, commands: ["cd ${CI_WORKSPACE}"]}]')).toEqual([
      '1:35 warning unknown-variable: "${CI_WORKSPACE}" is empty: CI_WORKSPACE is set when the step starts (write $${CI_WORKSPACE} where the shell is meant to replace it)',
    ]);
  });

  it('does not warn of a variable of the run that has no value', () => {
    expect(findings('steps: [{image: a, commands: ["echo ${CI_COMMIT_TAG}"]}]')).toEqual([]);
  });

  it('refuses keys that become the same', () => {
    expect(findings('matrix: {include: [{A: x, B: x}]}\nsteps: [{image: a, environment: {"${A}": 1, "${B}": 2}}]')).toEqual([
      '2:45 error duplicate-key: the key "x" is given twice (remove one of the two)',
    ]);
  });
});
