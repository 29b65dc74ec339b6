import { describe, expect, it } from 'vitest';
import { withDefaults } from '../../../src/model/default-settings.js';
import { edgesOf, findings, pipelinesOf, stepsOf, workflowsOf } from './read.js';

describe('3.4 edges', () => {
  it('lead from step to step in the order of the file when no step has depends_on', () => {
    expect(edgesOf('services: {db: {image: d}, mq: {image: m}}\nsteps: {a: {image: a}, b: {image: b}, c: {image: c}}')).toEqual([
      'clone <- ',
      'db <- clone',
      'mq <- clone',
      'a <- clone, db, mq',
      'b <- a',
      'c <- b',
    ]);
  });

  it('are those that are written when any step has depends_on; steps without wait for clone and services', () => {
    const text =
      'services: {db: {image: d}}\nsteps: {a: {image: a}, b: {image: b, depends_on: [a, d]}, c: {image: c}, d: {image: d, depends_on: c}}';

    expect(edgesOf(text)).toEqual(['clone <- ', 'db <- clone', 'a <- clone, db', 'b <- a, d', 'c <- clone, db', 'd <- c']);
  });

  it('take an empty depends_on for a graph, and an absent value for none', () => {
    expect(edgesOf('skip_clone: true\nsteps: {a: {image: a}, b: {image: b, depends_on: []}}')).toEqual(['a <- ', 'b <- ']);
    expect(edgesOf('skip_clone: true\nsteps: {a: {image: a}, b: {image: b, depends_on: }}')).toEqual(['a <- ', 'b <- a']);
  });

  it('leave out optional dependencies that do not exist', () => {
    const text =
      'skip_clone: true\nsteps: {a: {image: a}, b: {image: b, depends_on: [{name: a, optional: true}, {name: x, optional: true}]}}';

    expect(edgesOf(text)).toEqual(['a <- ', 'b <- a']);
  });

  it('lead from clone step to clone step', () => {
    expect(edgesOf('clone: {git: {image: g}, lfs: {image: l}}\nsteps: {a: {image: a}}')).toEqual(['git <- ', 'lfs <- git', 'a <- lfs']);
  });
});

describe('3.4 wrong dependencies', () => {
  it.each([
    ['{a: {image: a, depends_on: [b]}}', '1:36 error unknown-step: the step "a" depends on "b", and there is no step of that name'],
    [
      '{build: {image: a}, b: {image: b, depends_on: biuld}}',
      '1:54 error unknown-step: the step "b" depends on "biuld", and there is no step of that name (did you mean "build"?)',
    ],
    [
      '{a: {image: a, depends_on: clone}}',
      '1:35 error unknown-step: the step "a" depends on "clone", and there is no step of that name (remove it: "clone" comes before all steps)',
    ],
    [
      '{a: {image: a, depends_on: [a]}}',
      '1:9 error dependency-cycle: steps wait for each other: a -> a (remove one of these dependencies)',
    ],
    [
      '{a: {image: a, depends_on: b}, b: {image: b, depends_on: a}}',
      '1:9 error dependency-cycle: steps wait for each other: a -> b -> a (remove one of these dependencies)',
    ],
    ['{a: {image: a, depends_on: {name: b}}}', '1:35 error wrong-type: "depends_on" must be a name or a list of names, not a map'],
    ['{a: {image: a, depends_on: [{optional: true}]}}', '1:36 error missing-key: a dependency in "depends_on" has no "name"'],
    [
      '{a: {image: a, depends_on: [{name: b, optional: x}]}, b: {image: b}}',
      '1:56 error wrong-type: "optional" must be true or false, not text',
    ],
    [
      '{a: {image: a, depends_on: [1]}}',
      '1:36 error wrong-type: a name in "depends_on" must be text, not the number 1 (put it in quotes: "1")',
    ],
    [
      '[{name: a, image: a, depends_on: []}, {name: a, image: b}]',
      '1:53 error duplicate-name: two steps are named "a" (the other is at build.yaml:1:16)',
    ],
  ])('are reported: %s', (steps, expected) => {
    expect(findings(`steps: ${steps}`).filter((line) => line.includes(' error '))).toEqual([expected]);
  });

  it.each([
    ['steps: {a: {image: a, depends_on: [nope]}}', '2:36 error unknown-step'],
    ['services: [{name: a, image: a}, {name: a, image: b}]\nsteps: [{image: x}]', '2:40 error duplicate-name'],
  ])('are reported of a workflow that is not for this run: %s', (text, expected) => {
    expect(findings(`when: {event: tag}\n${text}`).map((finding) => finding.split(': ')[0])).toEqual([expected]);
  });

  it('are reported when services have the same name', () => {
    expect(findings('services: [{name: a, image: a}, {name: a, image: b}]\nsteps: [{image: x}]')[0]).toBe(
      '1:40 error duplicate-name: two services are named "a" (the other is at build.yaml:1:19)',
    );
  });
});

it('warns of dependencies of a service', () => {
  expect(findings('services: {a: {image: a, depends_on: [b]}, b: {image: b}}\nsteps: [{image: x}]')).toEqual([
    '1:26 warning ignored-key: "depends_on" is ignored',
  ]);
});

describe('3.4 names used twice', () => {
  it('are counted up in a serial pipeline, with a warning', () => {
    const text = 'skip_clone: true\nsteps: [{name: a, image: x}, {name: a, image: y}, {name: a, image: z}]';

    expect(edgesOf(text)).toEqual(['a <- ', 'a-2 <- a', 'a-3 <- a-2']);
    expect(findings(text)).toEqual([
      '2:37 warning renamed: the name "a" is used before, this one is called "a-2" (give each clone step, service and step a name of its own)',
      '2:58 warning renamed: the name "a" is used before, this one is called "a-3" (give each clone step, service and step a name of its own)',
    ]);
  });

  it('are counted up where a step is called as a clone step or service, and edges follow', () => {
    const text = 'services: {db: {image: d}}\nsteps: {clone: {image: x}, db: {image: y, depends_on: [clone]}}';

    expect(edgesOf(text)).toEqual(['clone <- ', 'db <- clone', 'clone-2 <- clone, db', 'db-2 <- clone-2']);
  });
});

describe('3.2 clone steps', () => {
  it('are one of the default image with the whole history, unless the file has its own', () => {
    expect(pipelinesOf('steps: [{image: a}]')[0]?.steps[0]).toStrictEqual({
      name: 'clone',
      kind: 'clone',
      image: 'docker.io/woodpeckerci/plugin-git:2.10.0',
      settings: { depth: '0' },
      dependsOn: [],
      detach: false,
      failure: 'fail',
      runOn: ['success'],
    });
  });

  it('are none with skip_clone, even where the file has its own', () => {
    expect(stepsOf('clone: {git: {image: g}}\nsteps: [{image: a}]').map(({ kind }) => kind)).toEqual(['plugin']);
  });
});

it('never waits for the end of a service', () => {
  const text = 'services: {db: {image: d, commands: serve}}\nsteps: [{image: a}]';

  expect(stepsOf(text)[0]).toMatchObject({ name: 'db', kind: 'service', detach: true });
});

describe('1.3 the workspace', () => {
  it.each([
    ['', '/woodpecker', 'src'],
    ['{base: /go}', '/go', 'src'],
    ['{path: x}', '/woodpecker', 'x'],
    ['{base: /woodpecker, path: /}', '/woodpecker', ''],
    ['{base: /a/../b/, path: /x//y/}', '/b', 'x/y'],
    ['{base: /a/b, path: ../c}', '/a/b', '../c'],
    ['{base: "", path: ""}', '/woodpecker', 'src'],
  ])('%s is mounted at %s and used at %j', (workspace, base, path) => {
    expect(pipelinesOf(`workspace: ${workspace}\nsteps: [{image: a}]`)[0]?.workspace).toEqual({ base, path });
  });

  it('may be relative in the compatibility with Woodpecker 3', () => {
    const settings = withDefaults({ compat: 'woodpecker-3' });

    const { pipelines } = workflowsOf('workspace: {base: go/}\nsteps: [{image: a}]', { settings });

    expect(pipelines[0]?.workspace).toEqual({ base: 'go', path: 'src' });
  });
});
