import { describe, expect, it } from 'vitest';
import { ciVariables } from '../../../src/model/ci-variables.js';
import { type Metadata, manualMetadata } from '../../../src/model/metadata.js';

const bare = manualMetadata({ platform: 'linux/amd64', version: '3' });

const full: Metadata = {
  system: { ...bare.system, host: 'ci.example', url: 'https://ci.example' },
  forge: { type: 'forgejo', url: 'https://forge.example' },
  repository: {
    ...bare.repository,
    id: 17,
    name: 'hello',
    owner: 'octo',
    remoteId: '4711',
    url: 'https://forge.example/octo/hello',
    cloneUrl: 'https://forge.example/octo/hello.git',
    cloneSshUrl: 'ssh://forge.example/octo/hello.git',
    private: true,
  },
  current: {
    number: 42,
    parent: 41,
    event: 'push',
    eventReason: ['a', 'b'],
    created: 1,
    started: 2,
    finished: 3,
    forgeUrl: 'https://forge.example/c',
    deployTarget: 'prod',
    deployTask: 'all',
    author: 'octocat',
    avatar: 'https://forge.example/a',
    reruns: 2,
    release: { title: 'v9', prerelease: true },
    commit: {
      sha: 'abc',
      ref: 'refs/tags/v1',
      refspec: 'feature/x:main',
      branch: 'main',
      message: 'm',
      timestamp: 4,
      author: { name: 'hubot', email: 'hubot@forge.example' },
      changedFiles: ['a', 'b<c'],
      labels: ['x', 'y'],
      milestone: 'M',
      draft: true,
    },
  },
  previous: {
    ...bare.previous,
    number: 40,
    parent: 39,
    status: 'failure',
    event: 'push',
    eventReason: ['c'],
    created: 11,
    started: 12,
    finished: 13,
    deployTarget: 'stage',
    deployTask: 'some',
    forgeUrl: 'https://forge.example/p',
    author: 'p',
    avatar: 'q',
    commit: {
      sha: 'def',
      ref: 'refs/heads/old',
      refspec: 'x:y',
      branch: 'old',
      message: 'n',
      timestamp: 14,
      author: { name: 'before', email: 'before@forge.example' },
    },
  },
};

const variablesOf = (metadata: Metadata) => ciVariables(metadata, { name: 'build', number: 3 });
const during = (event: string, commit: Partial<Metadata['current']['commit']> = {}) =>
  variablesOf({ ...full, current: { ...full.current, event, commit: { ...full.current.commit, ...commit } } });

describe('2.1 the variables of a workflow', () => {
  it.each([
    ['CI', 'woodpecker'],
    ['CI_SYSTEM_NAME', 'woodpecker'],
    ['CI_SYSTEM_URL', 'https://ci.example'],
    ['CI_SYSTEM_HOST', 'ci.example'],
    ['CI_SYSTEM_VERSION', '3'],
    ['CI_SYSTEM_PLATFORM', 'linux/amd64'],
    ['CI_FORGE_TYPE', 'forgejo'],
    ['CI_FORGE_URL', 'https://forge.example'],
    ['CI_REPO', 'octo/hello'],
    ['CI_REPO_NAME', 'hello'],
    ['CI_REPO_OWNER', 'octo'],
    ['CI_REPO_REMOTE_ID', '4711'],
    ['CI_REPO_URL', 'https://forge.example/octo/hello'],
    ['CI_REPO_CLONE_URL', 'https://forge.example/octo/hello.git'],
    ['CI_REPO_CLONE_SSH_URL', 'ssh://forge.example/octo/hello.git'],
    ['CI_REPO_DEFAULT_BRANCH', 'main'],
    ['CI_REPO_PRIVATE', 'true'],
    ['CI_PIPELINE_NUMBER', '42'],
    ['CI_PIPELINE_PARENT', '41'],
    ['CI_PIPELINE_CREATED', '1'],
    ['CI_PIPELINE_STARTED', '2'],
    ['CI_PIPELINE_EVENT', 'push'],
    ['CI_PIPELINE_EVENT_REASON', 'a,b'],
    ['CI_PIPELINE_URL', 'https://ci.example/repos/17/pipeline/42'],
    ['CI_PIPELINE_FORGE_URL', 'https://forge.example/c'],
    ['CI_PIPELINE_DEPLOY_TARGET', 'prod'],
    ['CI_PIPELINE_DEPLOY_TASK', 'all'],
    ['CI_PIPELINE_AUTHOR', 'octocat'],
    ['CI_PIPELINE_AVATAR', 'https://forge.example/a'],
    ['CI_PIPELINE_RERUNS', '2'],
    ['CI_PIPELINE_FILES', '["a","b\\u003cc"]'],
    ['CI_WORKFLOW_NAME', 'build'],
    ['CI_WORKFLOW_NUMBER', '3'],
    ['CI_STEP_NUMBER', '0'],
    ['CI_STEP_URL', 'https://ci.example/repos/17/pipeline/42'],
    ['CI_COMMIT_SHA', 'abc'],
    ['CI_COMMIT_REF', 'refs/tags/v1'],
    ['CI_COMMIT_REFSPEC', 'feature/x:main'],
    ['CI_COMMIT_MESSAGE', 'm'],
    ['CI_COMMIT_BRANCH', 'main'],
    ['CI_COMMIT_TIMESTAMP', '4'],
    ['CI_COMMIT_AUTHOR', 'hubot'],
    ['CI_COMMIT_AUTHOR_EMAIL', 'hubot@forge.example'],
    ['CI_COMMIT_AUTHOR_AVATAR', 'https://forge.example/a'],
    ['CI_COMMIT_TAG', 'v1'],
    ['CI_PREV_PIPELINE_NUMBER', '40'],
    ['CI_PREV_PIPELINE_STATUS', 'failure'],
    ['CI_PREV_PIPELINE_URL', 'https://ci.example/repos/17/pipeline/40'],
    ['CI_PREV_COMMIT_URL', 'https://forge.example/p'],
    ['CI_PREV_COMMIT_AUTHOR_AVATAR', 'q'],
    ['CI_PREV_PIPELINE_AUTHOR', 'p'],
    ['CI_PREV_PIPELINE_AVATAR', 'q'],
    ['CI_PREV_PIPELINE_PARENT', '39'],
    ['CI_PREV_PIPELINE_EVENT', 'push'],
    ['CI_PREV_PIPELINE_EVENT_REASON', 'c'],
    ['CI_PREV_PIPELINE_FORGE_URL', 'https://forge.example/p'],
    ['CI_PREV_PIPELINE_DEPLOY_TARGET', 'stage'],
    ['CI_PREV_PIPELINE_DEPLOY_TASK', 'some'],
    ['CI_PREV_PIPELINE_CREATED', '11'],
    ['CI_PREV_PIPELINE_STARTED', '12'],
    ['CI_PREV_PIPELINE_FINISHED', '13'],
    ['CI_PREV_COMMIT_SHA', 'def'],
    ['CI_PREV_COMMIT_REF', 'refs/heads/old'],
    ['CI_PREV_COMMIT_REFSPEC', 'x:y'],
    ['CI_PREV_COMMIT_BRANCH', 'old'],
    ['CI_PREV_COMMIT_MESSAGE', 'n'],
    ['CI_PREV_COMMIT_TIMESTAMP', '14'],
    ['CI_PREV_COMMIT_AUTHOR', 'before'],
    ['CI_PREV_COMMIT_AUTHOR_EMAIL', 'before@forge.example'],
  ])('%s is %s', (name, value) => {
    expect(variablesOf(full)[name]).toBe(value);
  });

  it.each([
    ['CI_COMMIT_SOURCE_BRANCH', 'feature/x'],
    ['CI_COMMIT_TARGET_BRANCH', 'main'],
    ['CI_COMMIT_PULL_REQUEST', '7'],
    ['CI_COMMIT_PULL_REQUEST_LABELS', 'x,y'],
    ['CI_COMMIT_PULL_REQUEST_MILESTONE', 'M'],
    ['CI_COMMIT_PULL_REQUEST_DRAFT', 'true'],
  ])('%s is %s in pull requests only', (name, value) => {
    for (const event of ['pull_request', 'pull_request_closed', 'pull_request_metadata'])
      expect(during(event, { ref: 'refs/pull/7/head' })[name]).toBe(value);
    expect(during('push', { ref: 'refs/pull/7/head' })).not.toHaveProperty(name);
  });

  it('know no branches of a refspec that has not two', () => {
    expect(during('pull_request', { refspec: 'a:b:c' })).not.toHaveProperty('CI_COMMIT_SOURCE_BRANCH');
  });

  it('name the release in releases only', () => {
    expect(during('release')).toMatchObject({
      CI_PIPELINE_RELEASE_TITLE: 'v9',
      CI_PIPELINE_RELEASE_PRE: 'true',
      CI_COMMIT_PRERELEASE: 'true',
    });
    expect(during('tag')).not.toHaveProperty('CI_PIPELINE_RELEASE_PRE');
  });

  it('name no more than 500 files', () => {
    const files = (count: number) => Array.from({ length: count }, (_, index) => `f${index}`);

    expect(during('push', { changedFiles: files(500) }).CI_PIPELINE_FILES).toContain('f499');
    expect(during('push', { changedFiles: files(501) })).not.toHaveProperty('CI_PIPELINE_FILES');
    expect(during('push', { changedFiles: [] }).CI_PIPELINE_FILES).toBe('[]');
  });

  it('have the branches of the pull request before', () => {
    const previous = { ...full.previous, event: 'pull_request', commit: { timestamp: 0, refspec: 'a:b' } };

    expect(variablesOf({ ...full, previous })).toMatchObject({ CI_PREV_COMMIT_SOURCE_BRANCH: 'a', CI_PREV_COMMIT_TARGET_BRANCH: 'b' });
  });
});
