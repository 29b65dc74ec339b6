// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is put in is tested
import { describe, expect, it } from 'vitest';
import { withDefaults } from '../../../src/model/default-settings.js';
import type { Metadata } from '../../../src/model/metadata.js';
import type { StepDefinition } from '../../../src/model/pipeline.js';
import type { WorkflowInput } from '../../../src/workflow/read-workflows.js';
import { pushed, stepsWith, workflowsOf } from './read.js';

function step(name: string, steps: readonly StepDefinition[]): StepDefinition | undefined {
  return steps.find((each) => each.name === name);
}

function trusted(security: boolean): Metadata {
  const metadata = pushed();
  return { ...metadata, repository: { ...metadata.repository, trusted: { network: false, volumes: false, security } } };
}

const netrc = { machine: 'forge.example', username: 'bot', password: { from_secret: 'git' } };

describe('3.3 credentials for git', () => {
  const text = `steps:
  own: {image: alpine, commands: [x]}
  plugin: {image: some/plugin, settings: {a: 1}}
  git: {image: woodpeckerci/plugin-git, settings: {a: 1}}
services: {db: {image: woodpeckerci/plugin-git}}`;
  const holders = (metadata: Metadata) =>
    workflowsOf(text, { metadata, netrc }).pipelines[0]?.steps.flatMap((each) => (each.netrc ? [each.name] : []));

  it('are for the clone step and trusted plugins, never for services', () => {
    expect(holders(trusted(false))).toEqual(['clone', 'git']);
  });

  it('are for all steps of a repository that is trusted', () => {
    expect(holders(trusted(true))).toEqual(['clone', 'own', 'plugin', 'git']);
  });
});

describe('3.2 clone steps', () => {
  const clone = (text: string, input: Partial<WorkflowInput> = {}) =>
    (workflowsOf(`${text}\nsteps: [{image: a}]`, input).pipelines[0]?.steps ?? []).filter(({ kind }) => kind === 'clone');

  it.each([
    ['skip_clone: true', {}, []],
    ['skip_clone: true\nclone: {git: {image: x}}', {}, []],
    ['clone: {}', {}, ['clone docker.io/woodpeckerci/plugin-git:2.10.0']],
    ['clone: {git: {image: x}, more: {image: y, when: {event: tag}}}', {}, ['git x']],
    ['clone: {git: {image: x, when: {event: tag}}}', {}, []],
    ['', { isLocal: true }, []],
    ['', { cloneImage: '' }, []],
    ['', { cloneImage: 'my/git' }, ['clone my/git']],
  ])('of %j with %j are %j', (text, input, expected) => {
    expect(clone(text, input).map(({ name, image }) => `${name} ${image}`)).toEqual(expected);
  });

  it('take tags along only for a tag', () => {
    expect(clone('')[0]?.settings).toEqual({ depth: '0' });
    expect(clone('', { metadata: pushed({}, 'tag') })[0]?.settings).toEqual({ depth: '0', tags: 'true' });
  });
});

describe('2.2 variables of a container', () => {
  const input = { environment: { TAG: '1', CI_REPO: 'forged' }, variables: { ADDED: 'yes', TAG: '9' }, machine: 'agent-7' };
  const text = 'matrix: {A: [a]}\nsteps: {own: {image: "${TAG}-${ADDED}", environment: {A: own}}, plugin: {image: p, settings: {x: 1}}}';

  it('are those of the run, and for what is no plugin those of matrix and person below its own', () => {
    const { pipelines } = workflowsOf(`skip_clone: true\n${text}`, input);

    expect(pipelines[0]?.environment).toMatchObject({ TAG: '1', CI_REPO: 'forged', CI_MACHINE: 'agent-7', CI: 'woodpecker' });
    expect(step('own', pipelines[0]?.steps ?? [])).toMatchObject({ image: '1-', environment: { A: 'own', ADDED: 'yes', TAG: '9' } });
    expect(step('plugin', pipelines[0]?.steps ?? [])?.environment).toBeUndefined();
  });

  it('of the agent are what it says, whatever the file says', () => {
    const own = 'environment: {CI_MACHINE: e, CI_SYSTEM_PLATFORM: e, CI_REPO: e}';
    const file = `matrix: {CI_MACHINE: [m]}\nsteps: [{image: a, ${own}}, {image: b, commands: [x]}]`;

    expect(stepsWith(file, input).map(({ environment }) => environment)).toMatchObject([
      { CI_MACHINE: 'agent-7', CI_SYSTEM_PLATFORM: 'linux/amd64', CI_REPO: 'e' },
      { CI_MACHINE: 'agent-7' },
    ]);
    expect(stepsWith(file)[0]?.environment).toMatchObject({ CI_MACHINE: 'e', CI_SYSTEM_PLATFORM: 'e' });
  });

  it('name all proxies where there is one', () => {
    const [pipeline] = workflowsOf('steps: [{image: a}]', { proxies: { http: 'http://proxy:3128' } }).pipelines;

    expect(pipeline?.environment).toMatchObject({ http_proxy: 'http://proxy:3128', HTTPS_PROXY: '', no_proxy: '' });
    expect(workflowsOf('steps: [{image: a}]').pipelines[0]?.environment).not.toHaveProperty('no_proxy');
  });

  it('prefer the matrix to the run where they stand in the file', () => {
    expect(stepsWith('matrix: {CI_COMMIT_BRANCH: [q]}\nsteps: [{image: "${CI_COMMIT_BRANCH}-x"}]')[0]?.image).toBe('q-x');
  });
});

describe('2.4 secrets', () => {
  const secrets = [
    { name: 'Plain' },
    { name: 'plugins', plugins: ['some/plugin'] },
    { name: 'tagged', plugins: ['some/plugin:1'] },
    { name: 'pulls', events: ['pull_request'] },
  ];
  const from = (name: string) => `{a: {from_secret: ${name}}}`;
  const errors = (keys: string, event = 'push') => {
    try {
      stepsWith(`steps: [{image: some/plugin, ${keys}}]`, { secrets, knowsAllSecrets: true, metadata: pushed({}, event) });
      return '';
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
  };

  it.each([
    [`settings: ${from('PLAIN')}`, 'push', ''],
    [`settings: ${from('plain2')}`, 'push', 'there is no secret "plain2"'],
    [`settings: ${from('plugins')}`, 'push', ''],
    [`settings: ${from('tagged')}`, 'push', 'the secret "tagged" is not for the image "some/plugin"'],
    [`environment: ${from('plugins')}`, 'push', 'the secret "plugins" is for plugins only: without commands, entrypoint and environment'],
    [`settings: ${from('pulls')}`, 'pull_request_closed', ''],
    [`settings: ${from('pulls')}`, 'push', 'the secret "pulls" is not for runs of the event "push"'],
    [`settings: {a: [{b: ${from('x')}}]}`, 'push', 'there is no secret "x"'],
  ])('%s in a run of %s: %j', (keys, event, expected) => {
    expect(errors(keys, event)).toBe(expected);
  });

  it('may be others than those with rules, unless those are all', () => {
    expect(stepsWith(`steps: [{image: a, settings: ${from('nope')}}]`, { secrets })).toHaveLength(1);
  });

  it('are not asked for by steps that are left out', () => {
    expect(errors(`settings: ${from('nope')}, when: {event: tag}`)).toBe('');
  });
});

describe('3.3 rights', () => {
  it('of the node are given to plugins on the list', () => {
    const [plugin, own] = stepsWith('steps: [{image: "plugins/docker:20"}, {image: plugins/docker, commands: [x], privileged: false}]', {
      privilegedImages: ['plugins/docker'],
    });

    expect([plugin?.privileged, own?.privileged]).toEqual([true, false]);
  });

  it.each(['privileged: true', 'dns: 1.1.1.1', 'extra_hosts: ["a:1.1.1.1"]', 'volumes: ["a:/b"]', 'tmpfs: [/tmp]', 'network_mode: host'])(
    'are asked of the repository with --compat woodpecker-3 only: %s',
    (key) => {
      const text = `steps: [{image: a, commands: [x], ${key}}]`;

      expect(stepsWith(text)).toHaveLength(1);
      expect(() => stepsWith(text, { settings: withDefaults({ compat: 'woodpecker-3' }) })).toThrow('is not allowed to this repository');
    },
  );
});

describe('1.3 a workflow', () => {
  it.each([
    ['', ['success']],
    ['when: {status: failure}', ['failure']],
    ['when: [{status: failure}, {event: push}]', ['success', 'failure']],
    ['when: {status: [success, failure]}', ['success', 'failure']],
    ['runs_on: [failure]', ['failure']],
    ['runs_on: [success]\nwhen: {status: failure}', ['success', 'failure']],
  ])('with %j runs on %j', (keys, expected) => {
    expect(workflowsOf(`${keys}\nsteps: [{image: a}]`, { metadata: pushed() }).workflows[0]?.runOn).toEqual(expected);
  });

  it('has labels of its own, or those that are given to workflows without', () => {
    const defaultLabels = { pool: 'a' };

    expect(workflowsOf('steps: [{image: a}]', { defaultLabels }).workflows[0]?.labels).toEqual({ pool: 'a' });
    expect(workflowsOf('labels: {n: 1.10}\nsteps: [{image: a}]', { defaultLabels }).workflows[0]?.labels).toEqual({ n: '1.10' });
  });

  it.each([
    ['2', { limit: 2, group: '' }],
    ['{limit: 1, group: deploy}', { limit: 1, group: 'deploy' }],
    ['-1', { limit: 0, group: '' }],
    ['0x2', { limit: 2, group: '' }],
    ['1_0', { limit: 10, group: '' }],
    ['{limit: 99999999999}', { limit: 99_999_999_999, group: '' }],
  ])('with the concurrency %s has %j', (text, expected) => {
    expect(workflowsOf(`concurrency: ${text}\nsteps: [{image: a}]`).workflows[0]?.concurrency).toEqual(expected);
  });

  it('tells steps of one name that name', () => {
    const [first, second] = stepsWith('steps: [{name: a, image: x}, {name: a, image: y}]');

    expect([first?.name, second?.name, first?.writtenName, second?.writtenName]).toEqual(['a', 'a-2', undefined, 'a']);
  });

  it('has its volumes below those of the run', () => {
    expect(stepsWith('steps: [{image: a, volumes: ["b:/b"]}]', { volumes: ['a:/a'] })[0]?.volumes).toEqual(['a:/a', 'b:/b']);
  });
});

describe('1.6 a matrix in the compatibility with Woodpecker 3', () => {
  const axesOf = (matrix: string) =>
    workflowsOf(`matrix: ${matrix}\nsteps: [{image: a}]`, { settings: withDefaults({ compat: 'woodpecker-3' }) }).workflows.map(
      ({ axis }) => axis,
    );

  it('has at most 27 axes, of the first combinations', () => {
    const axes = axesOf('{A: [1, 2, 3, 4, 5, 6], B: [1, 2, 3, 4, 5, 6]}');

    expect(axes).toHaveLength(27);
    expect([axes[0], axes[1], axes[6], axes[26]]).toEqual([
      { A: '1', B: '1' },
      { A: '1', B: '2' },
      { A: '2', B: '1' },
      { A: '5', B: '3' },
    ]);
  });

  it('has at most 12 variables, those that come first', () => {
    const names = Array.from({ length: 14 }, (_, index) => `V${String(index).padStart(2, '0')}`);

    expect(Object.keys(axesOf(`{${names.map((name) => `${name}: [x]`).join(', ')}}`)[0] ?? {})).toEqual(names.slice(0, 12));
  });

  it('is what it includes, where it includes anything', () => {
    expect(axesOf('{include: [{A: 1}], B: [1, 2]}')).toEqual([{ A: '1' }]);
    expect(axesOf('{include: [], B: [1, 2]}')).toHaveLength(2);
  });
});

it('quotes several lines before functions see them in the compatibility with Woodpecker 3, else after', () => {
  const metadata = pushed({ message: 'ab\ncd' });
  const text = "steps: [{image: a, commands: ['x ${#CI_COMMIT_MESSAGE} ${CI_COMMIT_MESSAGE:0:2}']}]";

  expect(stepsWith(text, { metadata })[0]?.commands).toEqual(['x 5 ab']);
  expect(stepsWith(text, { metadata, settings: withDefaults({ compat: 'woodpecker-3' }) })[0]?.commands).toEqual(['x 8 "a']);
});
