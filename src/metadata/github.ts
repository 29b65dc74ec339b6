import type { CiSystem, Variables } from './ci-system.js';
import { repositoryOf } from './facts.js';
import { at, type Event, secondsOf, textAt } from './payload.js';

const EVENTS: Readonly<Record<string, string>> = {
  push: 'push',
  pull_request: 'pull_request',
  pull_request_target: 'pull_request',
  release: 'release',
  deployment: 'deployment',
  schedule: 'cron',
};

/** GitHub Actions, and what speaks their language: Gitea and Forgejo. */
export const github: CiSystem = {
  name: 'GitHub Actions',
  isHere: ({ GITHUB_ACTIONS, GITEA_ACTIONS, FORGEJO_ACTIONS }) => [GITHUB_ACTIONS, GITEA_ACTIONS, FORGEJO_ACTIONS].includes('true'),
  facts: (variables, event) => {
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_RUN_NUMBER: number, GITHUB_ACTOR: actor } = variables;
    const page = server && name ? `${server}/${name}` : undefined;
    const pull = event && at(event, 'pull_request') !== undefined;
    return {
      system: { host: server?.replace(/^https?:\/\//, '') },
      forge: { type: forgeOf(variables), url: server },
      repository: {
        ...repositoryOf(name),
        remoteId: variables.GITHUB_REPOSITORY_ID,
        url: page,
        cloneUrl: page && `${page}.git`,
        defaultBranch: textAt(event, 'repository.default_branch'),
        private: at(event, 'repository.private') === true ? true : undefined,
      },
      current: {
        number: number === undefined ? undefined : Number(number),
        event: eventOf(variables, event),
        author: actor,
        avatar: textAt(event, 'sender.avatar_url'),
        forgeUrl: textAt(event, pull ? 'pull_request.html_url' : 'compare'),
        cron: textAt(event, 'schedule'),
        deployTarget: textAt(event, 'deployment.environment'),
        deployTask: textAt(event, 'deployment.task'),
        release: releaseOf(event),
        commit: pull ? pullCommit(variables, event) : pushCommit(variables, event),
      },
      previous: { commit: { sha: beforeOf(event) } },
    };
  },
};

function forgeOf({ FORGEJO_ACTIONS, GITEA_ACTIONS }: Variables): string {
  if (FORGEJO_ACTIONS === 'true') return 'forgejo';
  return GITEA_ACTIONS === 'true' ? 'gitea' : 'github';
}

function eventOf({ GITHUB_EVENT_NAME, GITHUB_REF }: Variables, event: Event): string {
  const known = EVENTS[GITHUB_EVENT_NAME ?? ''] ?? 'manual';
  if (known === 'push' && GITHUB_REF?.startsWith('refs/tags/')) return 'tag';
  return known === 'pull_request' && textAt(event, 'action') === 'closed' ? 'pull_request_closed' : known;
}

function pushCommit({ GITHUB_SHA, GITHUB_REF, GITHUB_REF_TYPE, GITHUB_REF_NAME }: Variables, event: Event) {
  return {
    sha: GITHUB_SHA,
    ref: GITHUB_REF,
    branch: GITHUB_REF_TYPE === 'branch' ? GITHUB_REF_NAME : undefined,
    message: textAt(event, 'head_commit.message'),
    timestamp: secondsOf(textAt(event, 'head_commit.timestamp')),
    author: { name: textAt(event, 'head_commit.author.name'), email: textAt(event, 'head_commit.author.email') },
  };
}

/** GitHub builds a merge of both branches; the commit is that of the pull request. */
function pullCommit({ GITHUB_SHA, GITHUB_HEAD_REF, GITHUB_BASE_REF }: Variables, event: Event) {
  const number = at(event, 'pull_request.number') ?? at(event, 'number');
  const labels = at(event, 'pull_request.labels');
  return {
    sha: textAt(event, 'pull_request.head.sha') ?? GITHUB_SHA,
    ref: typeof number === 'number' ? `refs/pull/${number}/head` : undefined,
    refspec: GITHUB_HEAD_REF && GITHUB_BASE_REF ? `${GITHUB_HEAD_REF}:${GITHUB_BASE_REF}` : undefined,
    branch: GITHUB_BASE_REF || undefined,
    labels: Array.isArray(labels) ? labels.flatMap((label) => textAt(label, 'name') ?? []) : undefined,
    milestone: textAt(event, 'pull_request.milestone.title'),
    draft: at(event, 'pull_request.draft') === true,
  };
}

function releaseOf(event: Event) {
  if (at(event, 'release') === undefined) return undefined;
  return {
    title: textAt(event, 'release.name') ?? textAt(event, 'release.tag_name'),
    prerelease: at(event, 'release.prerelease') === true,
  };
}

function beforeOf(event: Event): string | undefined {
  const before = textAt(event, 'before');
  return before === undefined || /^0+$/.test(before) ? undefined : before;
}
