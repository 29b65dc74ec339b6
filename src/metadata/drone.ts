import type { CiSystem, Variables } from './ci-system.js';

const EVENTS: Readonly<Record<string, string>> = { custom: 'manual', promote: 'deployment', rollback: 'deployment' };

/** Drone, which Woodpecker comes from. */
export const drone: CiSystem = {
  name: 'Drone',
  isHere: ({ DRONE }) => DRONE === 'true',
  facts: (variables) => {
    const { DRONE_BUILD_EVENT: event } = variables;
    return {
      system: { host: variables.DRONE_SYSTEM_HOST },
      repository: {
        owner: variables.DRONE_REPO_OWNER || variables.DRONE_REPO_NAMESPACE,
        name: variables.DRONE_REPO_NAME,
        url: variables.DRONE_REPO_LINK,
        cloneUrl: variables.DRONE_GIT_HTTP_URL,
        cloneSshUrl: variables.DRONE_GIT_SSH_URL,
        defaultBranch: variables.DRONE_REPO_BRANCH,
        private: variables.DRONE_REPO_PRIVATE === undefined ? undefined : variables.DRONE_REPO_PRIVATE === 'true',
      },
      current: {
        number: numberOf(variables.DRONE_BUILD_NUMBER),
        parent: numberOf(variables.DRONE_BUILD_PARENT),
        created: numberOf(variables.DRONE_BUILD_CREATED),
        started: numberOf(variables.DRONE_BUILD_STARTED),
        event: event && (EVENTS[event] ?? event),
        author: variables.DRONE_COMMIT_AUTHOR,
        avatar: variables.DRONE_COMMIT_AUTHOR_AVATAR,
        forgeUrl: variables.DRONE_COMMIT_LINK,
        deployTarget: variables.DRONE_DEPLOY_TO,
        cron: variables.DRONE_CRON,
        commit: commitOf(variables),
      },
      previous: { commit: { sha: variables.DRONE_COMMIT_BEFORE } },
    };
  },
};

function commitOf(variables: Variables) {
  const { DRONE_SOURCE_BRANCH: source, DRONE_TARGET_BRANCH: target, DRONE_BUILD_EVENT: event } = variables;
  return {
    sha: variables.DRONE_COMMIT_SHA,
    ref: variables.DRONE_COMMIT_REF,
    refspec: event === 'pull_request' && source && target ? `${source}:${target}` : undefined,
    branch: variables.DRONE_COMMIT_BRANCH,
    message: variables.DRONE_COMMIT_MESSAGE,
    author: { name: variables.DRONE_COMMIT_AUTHOR_NAME, email: variables.DRONE_COMMIT_AUTHOR_EMAIL },
  };
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
