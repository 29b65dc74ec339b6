// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is put in is tested
import { describe, expect, it } from 'vitest';
import { withDefaults } from '../../../src/model/default-settings.js';
import type { Metadata } from '../../../src/model/metadata.js';
import { registryOf } from '../../../src/model/registries.js';
import type { WorkflowInput } from '../../../src/workflow/read-workflows.js';
import { edgesOf, findings, pipelinesOf, pushed, stepOf, stepsWith, workflowsOf } from './read.js';

/** Rows of workflow.md, sections 1 to 3, that no other test is about; test/spec-rows.ts has the list of all. */

const COMPAT = withDefaults({ compat: 'woodpecker-3' });
const STEPS = 'steps: [{image: a, commands: [x]}]';

function nested(levels: number): string {
  return `${'[x, '.repeat(levels)}y${']'.repeat(levels)}`;
}

const codesOf = (text: string, settings = withDefaults({})) =>
  findings(text, settings).map((finding) => finding.split(' ').slice(1, 3).join(' ').replace(':', ''));

describe('1.1 the dialect, further', () => {
  it('keeps whole numbers beyond 64 bits as they are written', () => {
    expect(stepOf('environment: {A: 18446744073709551615, B: 9223372036854775808}')?.environment).toEqual({
      A: '18446744073709551615',
      B: '9223372036854775808',
    });
  });

  it('has a limit of depth as Woodpecker has it only in the compatibility with it', () => {
    // the map is level 1, the value of the key level 2
    expect(codesOf(`variables: ${nested(12)}\n${STEPS}`, COMPAT)).toEqual([]);
    expect(codesOf(`variables: ${nested(13)}\n${STEPS}`, COMPAT)).toEqual(['error too-deep']);
    expect(codesOf(`variables: ${nested(30)}\n${STEPS}`)).toEqual([]);
  });
});

describe('1.2 the shapes of values', () => {
  const when = (condition: string) => codesOf(`steps: [{image: a, commands: [x], when: ${condition}}]`);

  it.each([
    ['a constraint list: a scalar', '{branch: main}', []],
    ['a constraint list: a list', '{branch: [main, dev]}', []],
    ['a constraint list: a map of scalars', '{branch: {include: main, exclude: dev}}', []],
    ['a constraint list: a map of lists', '{branch: {include: [main], exclude: [dev]}}', []],
    ['a constraint list: an item that is no string', '{branch: [1]}', ['error wrong-type']],
    ['a constraint list: a list of lists', '{branch: [[main]]}', ['error wrong-type']],
    ['a constraint list: a map that says nothing', '{branch: {foo: x}}', ['warning unknown-key']],
    ['a constraint map: flat', '{matrix: {A: 1}}', []],
    ['a constraint map: include and exclude', '{matrix: {include: {A: 1}, exclude: {B: 2}}}', []],
    ['string-or-list: a list of strings', '{event: [push, tag]}', []],
    ['string-or-list: an item that is null', '{event: [null]}', ['error wrong-type']],
  ])('%s: %s', (_, condition, codes) => {
    expect(when(condition)).toEqual(codes);
  });

  it.each([
    ['a map', 'steps: {b: {image: a}, a: {image: a}}', ['b', 'a']],
    ['a list', 'steps: [{name: b, image: a}, {image: a}]', ['b', 'step-1']],
    ['services without a name', `services: [{image: a}]\nsteps: {x: {image: a}}`, ['step-0', 'x']],
  ])('container list: %s keeps the order of the file', (_, text, names) => {
    expect(stepsWith(text).map(({ name }) => name)).toEqual(names);
  });
});

describe('1.3 the keys of the file', () => {
  it.each(['pipeline: {a: {image: a}}', 'branches: [main]', 'platform: linux/amd64', 'secrets: [a]'])(
    '%s is a former one, and no error',
    (key) => {
      expect(codesOf(`${key}\n${STEPS}`)).toEqual(['warning unknown-key']);
    },
  );

  it.each([
    ['', '/woodpecker', 'src'],
    ['workspace: {base: /go}', '/go', 'src'],
    ['workspace: {path: a/../b}', '/woodpecker', 'b'],
  ])('workspace: of %j each part has a default of its own', (workspace, base, path) => {
    expect(pipelinesOf(`${workspace}\n${STEPS}`)[0]?.workspace).toEqual({ base, path });
  });
});

describe('1.5 the keys of a condition', () => {
  const metadata: Metadata = {
    ...pushed(),
    repository: { ...pushed().repository, owner: 'octo', name: 'hello' },
    system: { ...pushed().system, host: 'ci.example' },
  };

  it.each([
    ['{repo: octo/hello}', true],
    ['{repo: "octo/*"}', true],
    ['{repo: hello}', false],
    ['{instance: ci.example}', true],
    ['{instance: {exclude: "*.example"}}', false],
    ['{tag: v1}', true],
  ])('%s: %j', (when, expected) => {
    const steps = stepsWith(`steps: [{image: b}, {image: a, when: ${when}}]`, { metadata });

    expect(steps.some(({ image }) => image === 'a')).toBe(expected);
  });
});

describe('1.7 labels', () => {
  const labelsOf = (labels: string, input: Partial<WorkflowInput> = {}) => workflowsOf(`${labels}\n${STEPS}`, input).pipelines[0]?.labels;

  it('keep their text, and those of the engine are dropped', () => {
    expect(labelsOf('labels: {v: 1.10, woodpecker-ci.org/event: forged}')).toEqual({ v: '1.10' });
  });

  it('are those of the run where the file has none, or an empty map', () => {
    expect(labelsOf('', { defaultLabels: { pool: 'a' } })).toEqual({ pool: 'a' });
    expect(labelsOf('labels: {}', { defaultLabels: { pool: 'a' } })).toEqual({ pool: 'a' });
    expect(labelsOf('labels: {own: b}', { defaultLabels: { pool: 'a' } })).toEqual({ own: 'b' });
  });

  it('of the engine are added in the compatibility with Woodpecker 3', () => {
    expect(labelsOf('', { settings: withDefaults({ compat: 'woodpecker-3' }), metadata: pushed() })).toMatchObject({
      'woodpecker-ci.org/event': 'push',
      'woodpecker-ci.org/commit-branch': 'main',
    });
  });
});

describe('1.9 lint', () => {
  it.each([
    ['no steps', 'services: [{image: a}]', ['error missing-key']],
    ['a container without image', 'steps: [{commands: [x]}]', ['error missing-key']],
    ['a clone image that is not trusted', `clone: {git: {image: my/git}}\n${STEPS}`, ['warning untrusted-clone']],
    ['a clone image that is trusted', `clone: {git: {image: woodpeckerci/plugin-git}}\n${STEPS}`, []],
    ['settings with commands', 'steps: [{image: a, settings: {a: 1}, commands: [x]}]', ['error settings-conflict']],
    ['settings with entrypoint', 'steps: [{image: a, settings: {a: 1}, entrypoint: [x]}]', ['error settings-conflict']],
    ['settings with environment', 'steps: [{image: a, settings: {a: 1}, environment: {A: 1}}]', ['warning settings-conflict']],
    ['an image that builds images', 'steps: [{image: "plugins/docker:20", settings: {a: 1}}]', ['warning needs-privileged']],
    ['the same, privileged', 'steps: [{image: plugins/ecr, privileged: true, settings: {a: 1}}]', []],
    ['a dependency that exists nowhere', 'steps: [{name: a, image: a, commands: [x], depends_on: [b]}]', ['error unknown-step']],
    ['the same, optional', 'steps: [{name: a, image: a, commands: [x], depends_on: [{name: b, optional: true}]}]', []],
    ['two services of one name', `services: [{name: a, image: a}, {name: a, image: a}]\n${STEPS}`, ['error duplicate-name']],
    ['a key that the schema has not', `${STEPS}\nfoo: 1`, ['warning unknown-key']],
    ['runs_on', `runs_on: [failure]\n${STEPS}`, ['warning deprecated']],
  ])('%s', (_, text, codes) => {
    expect([...new Set(codesOf(text))].filter((code) => code !== 'warning renamed')).toEqual(codes);
  });

  it.each(['plugins/docker', 'plugins/gcr:1', 'plugins/ecr', 'woodpeckerci/plugin-docker-buildx:5'])(
    'the image %s, which builds images, is an error in the compatibility with Woodpecker 3 unless it is on the list',
    (image) => {
      const text = `steps: [{image: "${image}", settings: {a: 1}}]`;

      expect(codesOf(text, COMPAT)).toEqual(['error needs-privileged']);
      expect(stepsWith(text, { settings: COMPAT, privilegedImages: [image] })[0]?.privileged).toBe(true);
    },
  );
});

describe('2.2 a variable is what the later of these says', () => {
  const environment = { V: 'run', CI_REPO: 'forged' };
  const variableOf = (text: string, input: Partial<WorkflowInput> = {}) => {
    const [pipeline] = workflowsOf(`skip_clone: true\n${text}`, { environment, ...input }).pipelines;
    return { ...pipeline?.environment, ...pipeline?.steps[0]?.environment };
  };

  it.each<[string, string, Partial<WorkflowInput>, string]>([
    ['that of the run', 'steps: [{image: a, commands: [x]}]', {}, 'run'],
    ['the matrix', 'matrix: {V: [axis]}\nsteps: [{image: a, commands: [x]}]', {}, 'axis'],
    ['what a person gave the run', 'matrix: {V: [axis]}\nsteps: [{image: a, commands: [x]}]', { variables: { V: 'person' } }, 'person'],
    [
      'the environment of the step',
      'matrix: {V: [axis]}\nsteps: [{image: a, environment: {V: own}}]',
      { variables: { V: 'person' } },
      'own',
    ],
    ['for a plugin neither matrix nor person', 'matrix: {V: [axis]}\nsteps: [{image: a}]', { variables: { V: 'person' } }, 'run'],
  ])('%s', (_, text, input, expected) => {
    expect(variableOf(text, input).V).toBe(expected);
  });

  it('the variables that a run is given win over those of its metadata, as with --env of exec', () => {
    expect(variableOf('steps: [{image: a, commands: [x]}]').CI_REPO).toBe('forged');
  });
});

describe('3.1 what a container is', () => {
  const text = `clone: {git: {image: g}}
services: {db: {image: d}, pg: {image: d, environment: {A: 1}}}
steps:
  plugin: {image: a, settings: {b: 1}}
  bare: {image: a}
  entry: {image: a, entrypoint: [x]}
  variable: {image: a, environment: {A: 1}}
  commands: {image: a, commands: [x], detach: true}`;
  const steps = pipelinesOf(text)[0]?.steps ?? [];

  it('step type', () => {
    expect(Object.fromEntries(steps.map(({ name, kind }) => [name, kind]))).toEqual({
      git: 'clone',
      db: 'service',
      pg: 'service',
      plugin: 'plugin',
      bare: 'plugin',
      entry: 'commands',
      variable: 'commands',
      commands: 'commands',
    });
  });

  it('detached: services, and steps that say so', () => {
    expect(steps.filter(({ detach }) => detach).map(({ name }) => name)).toEqual(['db', 'pg', 'commands']);
  });

  it('container volumes: those of the run, then its own', () => {
    const text = 'steps: [{image: a, volumes: ["own:/own"]}]';

    expect(stepsWith(text, { volumes: ['all:/all'] })[0]?.volumes).toEqual(['all:/all', 'own:/own']);
  });
});

describe('3.3 trust', () => {
  it('registry match: Docker Hub has more names than one', () => {
    expect(['alpine', 'docker.io/a/b', 'index.docker.io/a/b'].map(registryOf)).toEqual(Array(3).fill('docker.io'));
  });

  it('automatic privileged: clone steps and services too, but no commands', () => {
    const list = { privilegedImages: ['trusted'] };
    const text = `clone: {git: {image: trusted}}
services: {db: {image: "trusted:1"}, own: {image: trusted, environment: {A: 1}}}
steps: {plugin: {image: trusted}, commands: {image: trusted, commands: [x]}}`;
    const privileged = workflowsOf(text, list).pipelines[0]?.steps.flatMap(({ name, privileged }) => (privileged ? [name] : []));

    expect(privileged).toEqual(['git', 'db', 'plugin']);
  });
});

describe('3.4 stages', () => {
  it('a step that depends on a detached one has an edge to it', () => {
    expect(edgesOf('skip_clone: true\nsteps: {web: {image: a, detach: true}, test: {image: a, depends_on: [web]}}')).toEqual([
      'web <- ',
      'test <- web',
    ]);
  });

  it.each(['db', 'git'])('services and clone steps cannot be depended on: %s', (name) => {
    const text = `clone: {git: {image: g}}\nservices: {db: {image: d}}\nsteps: {a: {image: a, commands: [x], depends_on: [${name}]}}`;

    expect(codesOf(text)).toContain('error unknown-step');
  });
});

describe('3.5 the compiled step', () => {
  it('failure is "fail" where nothing is said', () => {
    expect(stepsWith('steps: [{image: a}]')[0]?.failure).toBe('fail');
  });

  it('the failure of a detached container is ignored where the server says so', () => {
    const text = 'services: {db: {image: d}}\nsteps: {web: {image: a, detach: true}, test: {image: a}}';
    const failures = (ignoreServiceFailure: boolean) => stepsWith(text, { ignoreServiceFailure }).map(({ failure }) => failure);

    expect(failures(true)).toEqual(['ignore', 'ignore', 'fail']);
    expect(failures(false)).toEqual(['fail', 'fail', 'fail']);
  });
});

describe('3.6 status', () => {
  it.each([
    ['no condition', '', ['success']],
    ['a condition that matches and names none', '[{event: push}]', ['success']],
    ['one that matches and names a failure', '[{event: push, status: failure}]', ['failure']],
    ['one that does not match does not count', '[{event: push}, {event: tag, status: failure}]', ['success']],
    ['two that match', '[{event: push}, {branch: main, status: failure}]', ['success', 'failure']],
    ['one that names both', '{status: [success, failure]}', ['success', 'failure']],
  ])('%s', (_, when, expected) => {
    const steps = stepsWith(`services: [{name: s, image: a, when: ${when}}]\nsteps: [{image: a, when: ${when}}]`, { metadata: pushed() });

    expect(steps.map(({ runOn }) => runOn)).toEqual([expected, expected]);
  });
});
