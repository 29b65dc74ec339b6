import { describe, expect, it } from 'vitest';
import type { Metadata } from '../../../src/model/metadata.js';
import { pushed, stepsWith, workflowsOf } from './read.js';

const push = pushed({ message: 'm1 [ALL]', changedFiles: ['a/b.go', 'README.md'] });

function runs(when: string, metadata: Metadata = push): boolean {
  return stepsWith(`steps: [{image: b}, {image: a, when: ${when}}]`, { metadata }).some(({ image }) => image === 'a');
}

describe('1.5 a condition', () => {
  it.each([
    ["{path: '*.md'}", true],
    ["{path: {exclude: '*.md'}}", true],
    ["{path: {exclude: ['*.md', '**/*.go']}}", false],
    ["{path: ['docs/**', 'a/*']}", true],
    ["{path: {include: ['docs/**'], ignore_message: '[all]'}}", true],
    ["{path: {include: ['docs/**']}}", false],
    ["{branch: {include: ['ma*'], exclude: main}}", false],
    ['{branch: [dev, ma*]}', true],
    ['{branch: {foo: x}}', true],
    ['{branch: 5}', false],
    ["{branch: 'feature/**'}", false],
    ['[{event: tag}, {branch: main}]', true],
    ['[]', true],
    ['{}', true],
    ['', true],
    ['[{event: tag}, ]', false],
    ['[{event: tag}, null]', true],
    ["{ref: '['}", false],
    ['{event: Push}', false],
    ['{event: [tag, push]}', true],
    ['{event: push, branch: dev}', false],
    ['{ref: refs/heads/*}', true],
    ['{cron: nightly}', true],
    ['{platform: linux/*}', true],
    ['{platform: windows/*}', false],
    ['{evaluate: \'CI_COMMIT_BRANCH == "main" && CI_PIPELINE_EVENT in ["push"]\'}', true],
    ['{evaluate: \'CI_COMMIT_MESSAGE contains "skip"\'}', false],
    ['{environment: x}', true],
  ])('%s lets a push to main pass: %j', (when, expected) => {
    expect(runs(when)).toBe(expected);
  });

  it.each([
    ['{event: pull_request}', 'pull_request_closed', false],
    ['{path: {include: [x], on_empty: false}}', 'tag', true],
    ['{branch: dev}', 'tag', true],
    ['{cron: nightly}', 'cron', false],
    ['{path: {include: [x]}}', 'pull_request_metadata', false],
  ])('%s in a run of %s: %j', (when, event, expected) => {
    expect(runs(when, pushed({ changedFiles: ['a'] }, event))).toBe(expected);
  });

  it('on paths holds where no file is known, unless it says otherwise', () => {
    expect(runs('{path: x}', pushed())).toBe(true);
    expect(runs('{path: {include: x, on_empty: false}}', pushed())).toBe(false);
  });

  it.each([
    ['{A: 1}', true],
    ['{A: 2}', false],
    ['{A: "[0-9]", B: b*}', true],
    ['{exclude: {A: 1, B: x}}', true],
    ['{exclude: {A: 1, B: b}}', false],
    ['{include: {A: 1}, C: ""}', true],
    ['{C: x}', false],
    ['{A: 1, C: ~}', true],
    ['{A: ~}', false],
  ])('on the matrix, %s, holds for A: 1, B: b: %j', (matrix, expected) => {
    const text = `matrix: {include: [{A: 1, B: b}]}\nsteps: [{image: b}, {image: a, when: {matrix: ${matrix}}}]`;

    expect(stepsWith(text).some(({ image }) => image === 'a')).toBe(expected);
  });

  it('of a step knows the variables of a person, one of the workflow does not', () => {
    const variables = { MAN: 'm' };
    const evaluate = 'when: {evaluate: \'MAN == "m"\'}';

    expect(workflowsOf(`${evaluate}\nsteps: [{image: a}]`, { variables }).workflows).toEqual([]);
    expect(stepsWith(`steps: [{image: a, ${evaluate}}]`, { variables })).toHaveLength(1);
  });

  it('on a working copy leaves steps out only with one', () => {
    const text = 'steps: [{image: a, when: {local: false}}, {image: b}]';

    expect(workflowsOf(text, { isLocal: true }).pipelines[0]?.steps.map(({ image }) => image)).toEqual(['b']);
    expect(stepsWith(text)).toHaveLength(2);
  });

  it('on the matrix means nothing to a workflow', () => {
    expect(workflowsOf('matrix: {A: [1]}\nwhen: {matrix: {A: 2}}\nsteps: [{image: a}]').workflows).toHaveLength(1);
  });
});

describe('3.4 what is left out', () => {
  it('is out of the order, and decides nothing about it', () => {
    const text = 'steps: {a: {image: a}, b: {image: a, depends_on: [], when: {event: tag}}, c: {image: a}}';

    expect(stepsWith(text).map(({ name, dependsOn }) => `${name} <- ${dependsOn}`)).toEqual(['a <- ', 'c <- a']);
  });

  it('may be depended on only where that is optional', () => {
    const text = (dependency: string) => `steps: {a: {image: a, when: {event: tag}}, b: {image: a, depends_on: [${dependency}]}}`;

    expect(stepsWith(text('{name: a, optional: true}')).map(({ name }) => name)).toEqual(['b']);
    expect(() => stepsWith(text('a'))).toThrow('the step "b" depends on "a", which is left out of this run by its "when"');
  });

  it('may be all steps: what is cloned is cloned, and what is nothing is no workflow', () => {
    const steps = 'steps: [{image: a, when: {event: tag}}]';

    expect(workflowsOf(steps).pipelines[0]?.steps.map(({ name }) => name)).toEqual(['clone']);
    expect(workflowsOf(`skip_clone: true\n${steps}`).workflows).toEqual([]);
  });

  it('has no number', () => {
    const text = 'matrix: {A: [1, 2]}\nwhen: {evaluate: \'A == "2"\'}\nsteps: [{image: a}]';

    expect(workflowsOf(text).workflows.map(({ number, axisNumber, axis }) => ({ number, axisNumber, axis }))).toEqual([
      { number: 1, axisNumber: 2, axis: { A: '2' } },
    ]);
  });
});
