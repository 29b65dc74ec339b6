// biome-ignore-all lint/suspicious/noTemplateCurlyInString: substitution is what is tested
import { describe, expect, it } from 'vitest';
import { withDefaults } from '../../../src/model/default-settings.js';
import { findings, pipelinesOf, pushed, stepOf, stepsWith, workflowsOf } from './read.js';

/** One command of a step on the axis `A: x`, `E: ''`. */
function command(text: string): string | undefined {
  return pipelinesOf(`matrix: {include: [{A: x, E: ""}]}\nsteps: [{image: a, commands: [${JSON.stringify(text)}]}]`)[0]?.steps.at(-1)
    ?.commands?.[0];
}

describe('2.3 substitution', () => {
  it.each([
    ['${A}', 'x'],
    ['${A}${A} $A', 'xx $A'],
    ['[${E}]', '[]'],
    ['${CI_COMMIT_BRANCH} ${CI_WORKFLOW_NAME}', 'main build'],
    ['[${CI_COMMIT_TAG}]', '[]'],
    ['$${A}', '${A}'],
    ['$$ $$A \\\\ \\/', '$$ $$A \\\\ \\/'],
    ['${A:-y} ${#A} ${A##x} [${1}]', 'x 1  []'],
    ['${A[0]} ${!A} ${A@Q} ${A-a b} ${A+"q"} ${}', '${A[0]} ${!A} ${A@Q} ${A-a b} ${A+"q"} ${}'],
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

/** One command with variables, in either way to read escapes. */
function commandWith(text: string, compat?: 'woodpecker-3'): string | undefined {
  const axis = "matrix: {include: [{V: v1.2.3, P: path/to/file, E: '', U: ärger, N: '3'}]}";
  return workflowsOf(`${axis}\nskip_clone: true\nsteps:\n  - image: a\n    commands:\n      - |-\n        ${text}`, {
    settings: withDefaults({ compat }),
  }).pipelines[0]?.steps[0]?.commands?.[0];
}

describe('2.3 functions', () => {
  it.each([
    ['${V}', 'v1.2.3'],
    ['${#V} ${#U}', '6 6'],
    ['${U^} ${U^^} ${V^}', 'Ärger ÄRGER V1.2.3'],
    ['${P,} ${P,,}', 'path/to/file path/to/file'],
    ['${V:1} ${V:9}| ${V:x}', '1.2.3 | v1.2.3'],
    ['${V:0:2} ${V:4:9} ${V:0:x}', 'v1 .3 v1.2.3'],
    ['${V:${N}} ${V: -3}', '2.3 v1.2.3'],
    ['${V:0:-1} ${V:2:-9}|', 'v1.2. |'],
    ['${E=x} ${E:=x} ${E:-x y} ${E:?x} ${E:+x} ${V:-x}', 'x x x y x x v1.2.3'],
    ['${E:-a${V}b${E:-c}} ${E:-}|', 'av1.2.3bc |'],
    ['${V#*.} ${V##*.} ${P##*/} ${V#v}', '2.3 3 file 1.2.3'],
    ['${V%.*} ${V%%.*} ${P%/*}', 'v1.2 v1 path/to'],
    ['${V#[uv]?} ${V#x} ${V%[0-9]}', '.2.3 v1.2.3 v1.2.3'],
    ['${V/1/X} ${V//./_} ${V/./}', 'vX.2.3 v1_2_3 v12.3'],
    ['${V/#v/w} ${V/%3/x} ${V/#v/} ${V/#x/y}', 'w1.2.3 v1.2.x v1.2.3 v1.2.3'],
    ['${P/\\//-} ${P//\\//\\\\}', 'path-to/file path\\to\\file'],
    ['${V/1} ${V/$$/x}', 'v.2.3 v1.2.3'],
    ['$V $(cmd) $1 $', '$V $(cmd) $1 $'],
  ])('make of %j the text %j', (text, expected) => {
    expect(commandWith(text)).toBe(expected);
  });

  it.each([
    ['$${X}', '${X}', '${X}'],
    ['$$X', '$$X', '$X'],
    ['$$$X', '$$$X', '$$X'],
    ['$$$${X}', '$$${X}', '$${X}'],
    ['\\\\', '\\\\', '\\'],
    ['\\/', '\\/', '/'],
    ['\\n \\" \\$', '\\n \\" \\$', '\\n \\" \\$'],
  ])('leave %j as %j, and in the compatibility with Woodpecker 3 make %j of it', (text, kept, compat) => {
    expect(commandWith(text)).toBe(kept);
    expect(commandWith(text, 'woodpecker-3')).toBe(compat);
  });

  it.each([
    ['${V:+x}', '${V:+x}" is the value of V, or where that is empty the text after ":+": other than in a shell'],
    ['${A[0]}', '${A[0]}" is left to the shell: it is of no form that is replaced'],
    ['${#NOPE}', '${#NOPE}" is empty: there is no such variable'],
  ])('warn where %s stands', (text, message) => {
    const found = findings(`matrix: {V: [1]}\nsteps: [{image: a, commands: ['${text}']}]`);

    expect(found).toEqual([expect.stringMatching(/^2:32 warning /)]);
    expect(found[0]).toContain(message);
  });

  it('refuse what is not closed, but not in a comment', () => {
    expect(findings('steps: # ${ here\n  - image: a\n    commands: echo ${A')).toEqual([
      '3:20 error bad-substitution: a ${ is not closed (close it with }, or write $${ for a ${ that is meant as such)',
    ]);
  });
});

describe('2.3 several lines', () => {
  const metadata = pushed({ message: 'feat: "x"\n\nmore' });
  const commandsOf = (command: string) => stepsWith(`steps: [{image: a, commands: [${command}]}]`, { metadata })[0]?.commands;

  it('are quoted in the middle of a command', () => {
    expect(commandsOf("'echo ${CI_COMMIT_MESSAGE}'")).toEqual(['echo "feat: \\"x\\"\\n\\nmore"']);
  });

  it('are themselves where they are all of a value', () => {
    expect(commandsOf("'${CI_COMMIT_MESSAGE}'")).toEqual(['feat: "x"\n\nmore']);
  });
});

it('does not put in more than a workflow could be', () => {
  const environment = { BIG: 'x'.repeat(100_000) };
  const text = `steps: [{image: a, commands: [${Array(200).fill("'${BIG}'").join(', ')}]}]`;

  expect(() => workflowsOf(text, { environment })).toThrow('what is put in is longer than 10000000 characters');
});
