import type { CiSystem, Variables } from './ci-system.js';
import { repositoryOf } from './facts.js';
import { secondsOf } from './payload.js';

const EVENTS: Readonly<Record<string, string>> = {
  push: 'push',
  merge_request_event: 'pull_request',
  external_pull_request_event: 'pull_request',
  schedule: 'cron',
};

/** GitLab CI: some of its variables have names that Woodpecker has too, and mean something else. */
export const gitlab: CiSystem = {
  name: 'GitLab CI',
  isHere: ({ GITLAB_CI }) => GITLAB_CI === 'true',
  facts: (variables) => {
    const page = variables.CI_PROJECT_URL;
    const before = variables.CI_COMMIT_BEFORE_SHA;
    return {
      system: { host: variables.CI_SERVER_HOST },
      forge: { type: 'gitlab', url: variables.CI_SERVER_URL },
      repository: {
        ...repositoryOf(variables.CI_PROJECT_PATH),
        remoteId: variables.CI_PROJECT_ID,
        url: page,
        // CI_REPOSITORY_URL has a token in it
        cloneUrl: page && `${page}.git`,
        defaultBranch: variables.CI_DEFAULT_BRANCH,
        private: variables.CI_PROJECT_VISIBILITY === undefined ? undefined : variables.CI_PROJECT_VISIBILITY !== 'public',
      },
      current: {
        number: numberOf(variables.CI_PIPELINE_IID),
        event: eventOf(variables),
        created: secondsOf(variables.CI_PIPELINE_CREATED_AT),
        author: variables.GITLAB_USER_LOGIN,
        forgeUrl: variables.CI_PIPELINE_URL,
        cron: variables.CI_PIPELINE_SCHEDULE_DESCRIPTION,
        deployTarget: variables.CI_ENVIRONMENT_NAME,
        commit: {
          sha: variables.CI_COMMIT_SHA,
          message: variables.CI_COMMIT_MESSAGE,
          timestamp: secondsOf(variables.CI_COMMIT_TIMESTAMP),
          author: authorOf(variables.CI_COMMIT_AUTHOR),
          ...placeOf(variables),
        },
      },
      previous: { commit: { sha: before === undefined || /^0+$/.test(before) ? undefined : before } },
    };
  },
};

function eventOf({ CI_PIPELINE_SOURCE, CI_COMMIT_TAG }: Variables): string {
  const event = EVENTS[CI_PIPELINE_SOURCE ?? ''] ?? 'manual';
  return event === 'push' && CI_COMMIT_TAG ? 'tag' : event;
}

function placeOf(variables: Variables) {
  const { CI_COMMIT_TAG: tag, CI_COMMIT_BRANCH: branch, CI_MERGE_REQUEST_IID: number } = variables;
  if (tag) return { ref: `refs/tags/${tag}` };
  if (!number) return { branch, ref: branch && `refs/heads/${branch}` };
  const { CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: source, CI_MERGE_REQUEST_TARGET_BRANCH_NAME: target } = variables;
  return {
    branch: target,
    ref: `refs/merge-requests/${number}/head`,
    refspec: source && target ? `${source}:${target}` : undefined,
    labels: variables.CI_MERGE_REQUEST_LABELS?.split(',').filter((label) => label !== ''),
    milestone: variables.CI_MERGE_REQUEST_MILESTONE,
    draft: variables.CI_MERGE_REQUEST_DRAFT === 'true',
  };
}

/** `Ada Lovelace <ada@example.org>` */
function authorOf(text = '') {
  const [, name, email] = /^(.*?)\s*<([^<>]*)>$/.exec(text) ?? [];
  return { name, email };
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
