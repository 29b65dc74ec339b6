import { describe, expect, it } from 'vitest';
import { WorkflowError } from '../../../src/errors.js';
import { manualMetadata } from '../../../src/model/metadata.js';
import { readWorkflows, workflowName } from '../../../src/workflow/read-workflows.js';
import { createSource } from '../../../src/workflow/source.js';
import { findings, pipelinesOf, pipelinesOfFiles } from './read.js';

const STEPS = 'skip_clone: true\nsteps: [{image: a}]';

describe('workflowName', () => {
  it.each([
    ['.woodpecker/build.yaml', 'build'],
    ['.woodpecker/.lint.yaml', 'lint'],
    ['.woodpecker.yml', 'woodpecker'],
    ['a.yaml.yml', 'a'],
    ['a.yml.yaml', 'a.yml'],
    ['/x/y.z.yaml', 'y.z'],
  ])('of %s is %s', (file, name) => {
    expect(workflowName(file)).toBe(name);
  });
});

describe('1.3 a workflow', () => {
  it.each([
    ['steps: []', '1:1 error missing-key: a workflow needs at least one step (add them under "steps:")'],
    ['steps: {}', '1:1 error missing-key: a workflow needs at least one step (add them under "steps:")'],
    ['when: []', '1:1 error missing-key: a workflow needs at least one step (add them under "steps:")'],
    ['steps: text', '1:8 error wrong-type: the steps must be a list or a map, not text'],
    [`${STEPS}\nservices: 1`, '3:11 error wrong-type: the services must be a list or a map, not the number 1'],
    [`${STEPS}\nworkspace: /x`, '3:12 error wrong-type: "workspace" must be a map, not text'],
    [`${STEPS}\nworkspace: {base: x}`, '3:13 error wrong-value: "workspace.base" must be an absolute path (write "/x")'],
    [`${STEPS}\nplatform: x`, '3:1 warning unknown-key: unknown key "platform" in a workflow (use "labels")'],
    [`${STEPS}\nservice: x`, '3:1 warning unknown-key: unknown key "service" in a workflow (did you mean "services"?)'],
    [`${STEPS}\nlabels: [a]`, '3:9 error wrong-type: "labels" must be a map, not a list'],
    [`${STEPS}\nruns_on: [failure]`, '3:10 warning deprecated: "runs_on" is deprecated (use "when.status")'],
    [`${STEPS}\nconcurrency: many`, '3:14 error wrong-type: "concurrency" must be a whole number, not text'],
    [`${STEPS}\nconcurrency: "2"`, '3:14 error wrong-type: "concurrency" must be a whole number, not text'],
    [`${STEPS}\nwhen: {event: pushed}`, '3:15 warning unknown-event: there is no event "pushed" (did you mean "push"?)'],
  ])('%j gets one finding', (text, expected) => {
    expect(findings(text)).toEqual([expected]);
  });

  it('may hold anchors and a schema', () => {
    expect(findings(`${STEPS}\nvariables: [anything]\n$schema: x`)).toEqual([]);
  });

  it('gets the variables of the run', () => {
    expect(pipelinesOf(STEPS)[0]?.environment).toMatchObject({ CI: 'woodpecker', CI_WORKFLOW_NAME: 'build', CI_WORKFLOW_NUMBER: '1' });
  });
});

describe('several workflows', () => {
  it('come in the order of their names and are numbered', () => {
    const pipelines = pipelinesOfFiles({ 'c.yaml': STEPS, 'a.yaml': `matrix: {X: [1, 2]}\n${STEPS}`, 'b.yaml': STEPS });

    expect(pipelines.map(({ name, environment }) => `${name} ${environment.CI_WORKFLOW_NAME} ${environment.CI_WORKFLOW_NUMBER}`)).toEqual([
      'a-1 a 1',
      'a-2 a 2',
      'b b 3',
      'c c 4',
    ]);
  });

  it('wait for every axis of the workflows they depend on', () => {
    const pipelines = pipelinesOfFiles({
      'build.yaml': `matrix: {X: [1, 2]}\n${STEPS}`,
      'deploy.yaml': `depends_on: [build, {name: none, optional: true}]\n${STEPS}`,
    });

    expect(pipelines.map(({ name, dependsOn }) => [name, dependsOn])).toEqual([
      ['build-1', []],
      ['build-2', []],
      ['deploy', ['build-1', 'build-2']],
    ]);
  });

  it('never share the name of a pipeline', () => {
    const pipelines = pipelinesOfFiles({ 'b-1.yaml': STEPS, 'b.yaml': `matrix: {X: [1, 2]}\n${STEPS}` });

    expect(pipelines.map(({ name }) => name)).toEqual(['b-1', 'b-1-2', 'b-2']);
  });

  it('of one name are one to those that wait for it', () => {
    const pipelines = pipelinesOfFiles({ 'a.yaml': STEPS, 'a.yml': STEPS, 'b.yaml': `${STEPS}\ndepends_on: a` });

    expect(pipelines.map(({ name, dependsOn }) => [name, dependsOn])).toEqual([
      ['a', []],
      ['a-2', []],
      ['b', ['a', 'a-2']],
    ]);
  });

  it('report cycles and names used twice in the files where they stand', () => {
    const files = { 'a.yaml': `${STEPS}\ndepends_on: b`, 'b.yaml': `${STEPS}\ndepends_on: a`, 'c.yaml': STEPS, 'c.yml': STEPS };

    expect(findings(files)).toEqual([
      'a.yaml:1:1 error dependency-cycle: workflows wait for each other: a -> b -> a (remove one of these dependencies)',
      'c.yml:1:1 warning renamed: the name "c" of a workflow is used before, this one is called "c-2" (rename one of the files)',
    ]);
  });

  it('are left out where one that they need is, with a warning, and so on', () => {
    const files = {
      'a.yaml': `${STEPS}\ndepends_on: bb`,
      'b.yaml': `${STEPS}\nwhen: {event: tag}`,
      'c.yaml': `${STEPS}\ndepends_on: [b, {name: x, optional: true}]`,
      'd.yaml': `${STEPS}\ndepends_on: c`,
      'e.yaml': `${STEPS}\ndepends_on: [{ name: a, optional: true }]`,
    };

    expect(pipelinesOfFiles(files).map(({ name, dependsOn }) => `${name} <- ${dependsOn}`)).toEqual(['e <- ']);
    expect(findings(files)).toEqual([
      'a.yaml:3:13 warning missing-workflow: the workflow "a" depends on "bb", which is not there: it is left out (make the dependency optional where it may be missing)',
      'c.yaml:3:14 warning missing-workflow: the workflow "c" depends on "b", which is left out of this run: it is left out (make the dependency optional where it may be missing)',
      'd.yaml:3:13 warning missing-workflow: the workflow "d" depends on "c", which is left out of this run: it is left out (make the dependency optional where it may be missing)',
    ]);
  });
});

it('throws one error with all findings of all files, each with its line', () => {
  const read = () =>
    readWorkflows([createSource('b.yaml', 'steps: [{image: a, x: 1}]'), createSource('a.yaml', '- a')], {
      metadata: manualMetadata({ platform: 'linux/amd64' }),
    });

  expect(read).toThrow(WorkflowError);
  expect(read).toThrow(
    expect.objectContaining({
      code: 'not-a-map',
      diagnostics: [
        expect.objectContaining({ severity: 'error', code: 'not-a-map', excerpt: { text: '- a', length: 1 } }),
        expect.objectContaining({
          severity: 'warning',
          position: { file: 'b.yaml', line: 1, column: 20 },
          excerpt: { text: 'steps: [{image: a, x: 1}]', length: 1 },
        }),
      ],
    }),
  );
});
