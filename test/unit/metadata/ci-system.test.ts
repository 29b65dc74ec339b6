import { describe, expect, it } from 'vitest';
import { metadataOf } from '../../../src/metadata/metadata.js';
import { ciVariables } from '../../../src/model/ci-variables.js';
import { temporaryFolder } from '../checkout/repository.js';

type Variables = Readonly<Record<string, string>>;

async function inside(env: Variables, event?: unknown): Promise<Variables> {
  const surroundings = { env, folder: temporaryFolder(), uncommitted: false, event };
  return ciVariables(await metadataOf({ platform: 'linux/amd64', version: '1', flags: {}, surroundings }), { name: 'w', number: 1 });
}

const GITHUB = {
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'octo/app',
  GITHUB_RUN_NUMBER: '12',
  GITHUB_ACTOR: 'octocat',
  GITHUB_SHA: 'abc',
};

describe('inside of GitHub Actions', () => {
  it('a push is a push', async () => {
    const env = { ...GITHUB, GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main', GITHUB_REF_TYPE: 'branch', GITHUB_REF_NAME: 'main' };
    const event = {
      before: 'def',
      compare: 'https://github.com/octo/app/compare/def...abc',
      head_commit: { message: 'hi', timestamp: '2026-01-02T03:04:05Z', author: { name: 'Ada', email: 'ada@x' } },
      repository: { default_branch: 'trunk', private: true },
    };

    expect(await inside(env, event)).toMatchObject({
      CI: 'woodpecker',
      CI_FORGE_TYPE: 'github',
      CI_REPO: 'octo/app',
      CI_REPO_CLONE_URL: 'https://github.com/octo/app.git',
      CI_REPO_DEFAULT_BRANCH: 'trunk',
      CI_REPO_PRIVATE: 'true',
      CI_PIPELINE_EVENT: 'push',
      CI_PIPELINE_NUMBER: '12',
      CI_PIPELINE_AUTHOR: 'octocat',
      CI_COMMIT_SHA: 'abc',
      CI_COMMIT_BRANCH: 'main',
      CI_COMMIT_MESSAGE: 'hi',
      CI_COMMIT_TIMESTAMP: '1767323045',
      CI_COMMIT_AUTHOR_EMAIL: 'ada@x',
      CI_PREV_COMMIT_SHA: 'def',
    });
  });

  it('a pull request is the commit of its branch, not the merge that GitHub makes', async () => {
    const env = {
      ...GITHUB,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_HEAD_REF: 'fix',
      GITHUB_BASE_REF: 'main',
      GITHUB_REF: 'refs/pull/7/merge',
    };
    const pull_request = { number: 7, head: { sha: 'fff' }, draft: true, labels: [{ name: 'bug' }], milestone: { title: 'next' } };

    expect(await inside(env, { action: 'opened', pull_request })).toMatchObject({
      CI_PIPELINE_EVENT: 'pull_request',
      CI_COMMIT_SHA: 'fff',
      CI_COMMIT_REF: 'refs/pull/7/head',
      CI_COMMIT_BRANCH: 'main',
      CI_COMMIT_SOURCE_BRANCH: 'fix',
      CI_COMMIT_PULL_REQUEST: '7',
      CI_COMMIT_PULL_REQUEST_LABELS: 'bug',
      CI_COMMIT_PULL_REQUEST_MILESTONE: 'next',
      CI_COMMIT_PULL_REQUEST_DRAFT: 'true',
    });
  });

  it.each([
    ['schedule', 'refs/heads/main', {}, 'cron'],
    ['workflow_dispatch', 'refs/heads/main', {}, 'manual'],
    ['push', 'refs/tags/v1', {}, 'tag'],
    ['release', 'refs/tags/v1', { release: { name: 'One' } }, 'release'],
    ['pull_request', 'refs/pull/7/merge', { action: 'closed', pull_request: {} }, 'pull_request_closed'],
  ])('%s of %s is %4$s', async (name, ref, event, expected) => {
    expect((await inside({ ...GITHUB, GITHUB_EVENT_NAME: name, GITHUB_REF: ref }, event)).CI_PIPELINE_EVENT).toBe(expected);
  });

  it('or of what speaks its language the forge has its own name', async () => {
    expect((await inside({ ...GITHUB, GITEA_ACTIONS: 'true' })).CI_FORGE_TYPE).toBe('gitea');
    expect((await inside({ ...GITHUB, FORGEJO_ACTIONS: 'true', GITEA_ACTIONS: 'true' })).CI_FORGE_TYPE).toBe('forgejo');
  });
});

describe('inside of GitLab CI', () => {
  const GITLAB = {
    CI: 'true',
    GITLAB_CI: 'true',
    CI_PROJECT_PATH: 'group/sub/app',
    CI_PROJECT_URL: 'https://gitlab.example/group/sub/app',
    CI_REPOSITORY_URL: 'https://gitlab-ci-token:secret@gitlab.example/group/sub/app.git',
    CI_PROJECT_VISIBILITY: 'internal',
    CI_COMMIT_SHA: 'abc',
    CI_COMMIT_AUTHOR: 'Ada Lovelace <ada@x>',
    CI_COMMIT_TIMESTAMP: '2026-01-02T03:04:05+00:00',
    CI_PIPELINE_IID: '9',
    CI_PIPELINE_URL: 'https://gitlab.example/p/9',
  };

  it('its variables are taken for what they mean there', async () => {
    expect(await inside({ ...GITLAB, CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: 'main' })).toMatchObject({
      CI: 'woodpecker',
      CI_REPO: 'group/sub/app',
      CI_REPO_OWNER: 'group/sub',
      CI_REPO_CLONE_URL: 'https://gitlab.example/group/sub/app.git',
      CI_REPO_PRIVATE: 'true',
      CI_PIPELINE_EVENT: 'push',
      CI_PIPELINE_NUMBER: '9',
      CI_PIPELINE_FORGE_URL: 'https://gitlab.example/p/9',
      CI_COMMIT_AUTHOR: 'Ada Lovelace',
      CI_COMMIT_AUTHOR_EMAIL: 'ada@x',
      CI_COMMIT_TIMESTAMP: '1767323045',
      CI_COMMIT_REF: 'refs/heads/main',
    });
  });

  it('a merge request is a pull request', async () => {
    const env = {
      ...GITLAB,
      CI_PIPELINE_SOURCE: 'merge_request_event',
      CI_MERGE_REQUEST_IID: '7',
      CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'fix',
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
    };

    expect(await inside(env)).toMatchObject({
      CI_PIPELINE_EVENT: 'pull_request',
      CI_COMMIT_PULL_REQUEST: '7',
      CI_COMMIT_SOURCE_BRANCH: 'fix',
      CI_COMMIT_BRANCH: 'main',
    });
  });

  it('a tag is a tag', async () => {
    const env = { ...GITLAB, CI_PIPELINE_SOURCE: 'push', CI_COMMIT_TAG: 'v1' };

    expect(await inside(env)).toMatchObject({ CI_PIPELINE_EVENT: 'tag', CI_COMMIT_TAG: 'v1' });
  });
});

describe('inside of Drone', () => {
  it('a promotion is a deployment', async () => {
    const env = {
      DRONE: 'true',
      DRONE_BUILD_EVENT: 'promote',
      DRONE_DEPLOY_TO: 'staging',
      DRONE_REPO_OWNER: 'octo',
      DRONE_REPO_NAME: 'app',
    };

    expect(await inside(env)).toMatchObject({ CI_PIPELINE_EVENT: 'deployment', CI_PIPELINE_DEPLOY_TARGET: 'staging', CI_REPO: 'octo/app' });
  });
});

describe('inside of Woodpecker', () => {
  it('all variables go on to the steps', async () => {
    const own = {
      CI: 'woodpecker',
      CI_COMMIT_SHA: 'abc',
      CI_COMMIT_REF: 'refs/pull/7/head',
      CI_COMMIT_REFSPEC: 'fix:main',
      CI_COMMIT_PULL_REQUEST_LABELS: 'bug,help',
      CI_COMMIT_PULL_REQUEST_DRAFT: 'true',
      CI_PIPELINE_EVENT: 'pull_request',
      CI_PIPELINE_FILES: '["a, b","c"]',
      CI_PIPELINE_NUMBER: '12',
      CI_PREV_PIPELINE_STATUS: 'failure',
      CI_PREV_COMMIT_TIMESTAMP: '99',
      CI_REPO: 'octo/app',
      CI_REPO_TRUSTED_SECURITY: 'true',
      CI_SYSTEM_URL: 'https://ci.example',
    };

    expect(await inside({ ...own, DRONE: 'true' })).toMatchObject(own);
  });
});
