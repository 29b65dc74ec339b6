import { expect, it } from 'vitest';
import { droneVariables } from '../../../src/constructs/drone-variables.js';
import { pipelineOf, podOf } from './synthesized.js';

const netrc = { machine: 'forge.example', username: 'bot', password: { from_secret: 'git' } };

function variablesOf(pipeline: ReturnType<typeof pipelineOf>, step: string): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries((podOf(pipeline, step).spec.containers[0]?.env ?? []).map(({ name, value }) => [name, value]));
}

it('2.5 plugins of a workflow find the variables that Drone had, other steps do not', () => {
  const pipeline = pipelineOf({ environment: { CI: 'woodpecker', CI_COMMIT_BRANCH: 'main', CI_COMMIT_SHA: 'abc' } });
  pipeline.step('plugin', { image: 'p', settings: { a: 1 } });
  pipeline.step('own', { image: 'p', commands: ['x'] });
  pipeline.service('db', { image: 'p' });

  expect(variablesOf(pipeline, 'plugin')).toMatchObject({
    DRONE_BRANCH: 'main',
    DRONE_COMMIT_BRANCH: 'main',
    DRONE_COMMIT: 'abc',
    DRONE_COMMIT_SHA: 'abc',
    DRONE_BUILD_STATUS: 'success',
    DRONE_REPO_SCM: 'git',
    PULLREQUEST_DRONE_PULL_REQUEST: '0',
  });
  expect(variablesOf(pipeline, 'plugin')).not.toHaveProperty('DRONE_TAG');
  for (const step of ['own', 'db']) expect(variablesOf(pipeline, step)).not.toHaveProperty('DRONE_BRANCH');
});

it('2.5 plugins of a program do not', () => {
  const pipeline = pipelineOf();
  pipeline.step('plugin', { image: 'p' });

  expect(variablesOf(pipeline, 'plugin')).not.toHaveProperty('DRONE_REPO_SCM');
});

it.each([
  ['CI_COMMIT_PULL_REQUEST', ['DRONE_PULL_REQUEST', 'PULLREQUEST_DRONE_PULL_REQUEST']],
  ['CI_COMMIT_TAG', ['DRONE_TAG']],
  ['CI_COMMIT_SOURCE_BRANCH', ['DRONE_SOURCE_BRANCH']],
  ['CI_COMMIT_TARGET_BRANCH', ['DRONE_TARGET_BRANCH']],
  ['CI_PIPELINE_NUMBER', ['DRONE_BUILD_NUMBER']],
  ['CI_PIPELINE_PARENT', ['DRONE_BUILD_PARENT']],
  ['CI_PIPELINE_EVENT', ['DRONE_BUILD_EVENT']],
  ['CI_PIPELINE_URL', ['DRONE_BUILD_LINK']],
  ['CI_PIPELINE_CREATED', ['DRONE_BUILD_CREATED']],
  ['CI_PIPELINE_STARTED', ['DRONE_BUILD_STARTED']],
  ['CI_PREV_COMMIT_SHA', ['DRONE_COMMIT_BEFORE']],
  ['CI_COMMIT_REF', ['DRONE_COMMIT_REF']],
  ['CI_COMMIT_MESSAGE', ['DRONE_COMMIT_MESSAGE']],
  ['CI_PIPELINE_FORGE_URL', ['DRONE_COMMIT_LINK']],
  ['CI_COMMIT_AUTHOR', ['DRONE_COMMIT_AUTHOR', 'DRONE_COMMIT_AUTHOR_NAME']],
  ['CI_COMMIT_AUTHOR_EMAIL', ['DRONE_COMMIT_AUTHOR_EMAIL']],
  ['CI_PIPELINE_AVATAR', ['DRONE_COMMIT_AUTHOR_AVATAR']],
  ['CI_REPO', ['DRONE_REPO']],
  ['CI_REPO_OWNER', ['DRONE_REPO_OWNER']],
  ['CI_REPO_NAME', ['DRONE_REPO_NAME']],
  ['CI_REPO_URL', ['DRONE_REPO_LINK']],
  ['CI_REPO_DEFAULT_BRANCH', ['DRONE_REPO_BRANCH']],
  ['CI_REPO_PRIVATE', ['DRONE_REPO_PRIVATE']],
  ['CI_REPO_CLONE_URL', ['DRONE_REMOTE_URL', 'DRONE_GIT_HTTP_URL']],
  ['CI_SYSTEM_HOST', ['DRONE_SYSTEM_HOST']],
  ['CI_STEP_NUMBER', ['DRONE_STEP_NUMBER']],
])('2.5 Drone had %s as %j', (source, names) => {
  const variables = droneVariables({ [source]: 'x' }, String);

  expect(names.map((name) => variables[name])).toEqual(names.map(() => 'x'));
});

it('2.2 a step with credentials for git has them as variables, the password as a secret, and its shell makes a netrc file of them', () => {
  const pipeline = pipelineOf();
  pipeline.step('own', { image: 'a', commands: ['git fetch'], netrc });
  const pod = podOf(pipeline, 'own');
  const { annotations } = pod.metadata;

  expect(variablesOf(pipeline, 'own')).toMatchObject({
    CI_NETRC_MACHINE: 'forge.example',
    CI_NETRC_USERNAME: 'bot',
    CI_NETRC_PASSWORD: undefined,
  });
  expect(JSON.stringify(annotations)).toContain('CI_NETRC_PASSWORD');
  expect(pod.spec.containers[0]?.command?.join('\n')).toContain('>"$HOME/.netrc"');
});

it('2.2 what a step is told of itself is not changed by its own variables, but the workspace is', () => {
  const pipeline = pipelineOf();
  pipeline.step('own', { image: 'a', environment: { CI_STEP_NAME: 'x', CI_WORKSPACE: '/y', SHELL: 'z' }, commands: ['x'] });

  expect(variablesOf(pipeline, 'own')).toMatchObject({ CI_STEP_NAME: 'own', CI_WORKSPACE: '/y', SHELL: '/bin/sh' });
});
