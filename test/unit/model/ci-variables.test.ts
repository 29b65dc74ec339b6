import { expect, it } from 'vitest';
import { ciVariables } from '../../../src/model/ci-variables.js';
import { manualMetadata } from '../../../src/model/metadata.js';

const workflow = { name: 'build', number: 2 };

it('sets what a run by hand has in the reference, and nothing else', () => {
  const variables = ciVariables(manualMetadata({ platform: 'linux/amd64' }), workflow);

  const url = 'https://github.com/woodpecker-ci/woodpecker/repos/0/pipeline/0';
  expect(variables).toEqual({
    CI: 'woodpecker',
    CI_COMMIT_BRANCH: 'main',
    CI_COMMIT_TIMESTAMP: '0',
    CI_PIPELINE_CREATED: '0',
    CI_PIPELINE_EVENT: 'manual',
    CI_PIPELINE_FILES: '[]',
    CI_PIPELINE_NUMBER: '0',
    CI_PIPELINE_PARENT: '0',
    CI_PIPELINE_STARTED: '0',
    CI_PIPELINE_URL: url,
    CI_PREV_COMMIT_TIMESTAMP: '0',
    CI_PREV_PIPELINE_CREATED: '0',
    CI_PREV_PIPELINE_FINISHED: '0',
    CI_PREV_PIPELINE_NUMBER: '0',
    CI_PREV_PIPELINE_PARENT: '0',
    CI_PREV_PIPELINE_STARTED: '0',
    CI_PREV_PIPELINE_URL: url,
    CI_REPO_DEFAULT_BRANCH: 'main',
    CI_REPO_PRIVATE: 'false',
    CI_REPO_TRUSTED: 'false',
    CI_REPO_TRUSTED_NETWORK: 'false',
    CI_REPO_TRUSTED_SECURITY: 'false',
    CI_REPO_TRUSTED_VOLUMES: 'false',
    CI_STEP_NUMBER: '0',
    CI_STEP_URL: url,
    CI_SYSTEM_NAME: 'woodpecker',
    CI_SYSTEM_PLATFORM: 'linux/amd64',
    CI_SYSTEM_URL: 'https://github.com/woodpecker-ci/woodpecker',
    CI_WORKFLOW_NAME: 'build',
    CI_WORKFLOW_NUMBER: '2',
  });
});

it('trusts a repository only when it is trusted in all three ways', () => {
  const metadata = manualMetadata({ platform: 'linux/amd64', version: '1.0.0' });
  const repository = { ...metadata.repository, trusted: { network: true, volumes: true, security: true } };

  const variables = ciVariables({ ...metadata, repository }, workflow);

  expect(variables).toMatchObject({ CI_REPO_TRUSTED: 'true', CI_REPO_TRUSTED_NETWORK: 'true', CI_SYSTEM_VERSION: '1.0.0' });
});
