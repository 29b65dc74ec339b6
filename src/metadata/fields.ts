import { EVENTS } from '../model/event.js';

/** How the text of a field is read; `files` is a JSON array, or names separated by commas. */
export type FieldKind = 'text' | 'count' | 'switch' | 'list' | 'files';

/** One fact about a run that a flag or a variable may give. */
export interface MetadataField {
  readonly kind: FieldKind;
  /** Where it goes in the metadata. */
  readonly path: readonly string[];
  /** The variable of Woodpecker that it becomes, and is taken from inside of another pipeline. */
  readonly variable: string;
  /** What a value stands for, in help. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly text: string;
}

const field = (kind: FieldKind, path: string, [variable, value]: readonly [string, string?], text: string): MetadataField => ({
  kind,
  path: path.split('.'),
  variable,
  value,
  text,
});

/** All facts that flags may give, by the name of the flag: those of `woodpecker-cli exec`, and a few that it lacks. */
export const METADATA_FIELDS = {
  event: {
    ...field(
      'text',
      'current.event',
      ['CI_PIPELINE_EVENT', 'EVENT'],
      `what the pipeline is started by: ${EVENTS.join(', ')} (default: manual)`,
    ),
    choices: EVENTS,
  },
  branch: field('text', 'current.commit.branch', ['CI_COMMIT_BRANCH', 'NAME'], 'branch; of a pull request the one that it is meant for'),
  'commit-sha': field('text', 'current.commit.sha', ['CI_COMMIT_SHA', 'SHA'], 'commit'),
  'commit-ref': field('text', 'current.commit.ref', ['CI_COMMIT_REF', 'REF'], 'reference: refs/heads/main, refs/tags/v1, refs/pull/7/head'),
  'commit-refspec': field('text', 'current.commit.refspec', ['CI_COMMIT_REFSPEC', 'SOURCE:TARGET'], 'branches of a pull request'),
  'commit-message': field('text', 'current.commit.message', ['CI_COMMIT_MESSAGE', 'TEXT'], 'message of the commit'),
  'commit-timestamp': field(
    'count',
    'current.commit.timestamp',
    ['CI_COMMIT_TIMESTAMP', 'SECONDS'],
    'time of the commit, in seconds since 1970',
  ),
  'commit-author-name': field('text', 'current.commit.author.name', ['CI_COMMIT_AUTHOR', 'NAME'], 'who made the commit'),
  'commit-author-email': field(
    'text',
    'current.commit.author.email',
    ['CI_COMMIT_AUTHOR_EMAIL', 'ADDRESS'],
    'mail address of who made the commit',
  ),
  'commit-author-avatar': field('text', 'current.avatar', ['CI_PIPELINE_AVATAR', 'URL'], 'picture of who started the pipeline'),
  'commit-pull-labels': field('list', 'current.commit.labels', ['CI_COMMIT_PULL_REQUEST_LABELS', 'LABEL'], 'label of the pull request'),
  'commit-pull-milestone': field(
    'text',
    'current.commit.milestone',
    ['CI_COMMIT_PULL_REQUEST_MILESTONE', 'NAME'],
    'milestone of the pull request',
  ),
  'commit-pull-draft': field('switch', 'current.commit.draft', ['CI_COMMIT_PULL_REQUEST_DRAFT'], 'the pull request is a draft'),
  'commit-release-is-pre': field(
    'switch',
    'current.release.prerelease',
    ['CI_PIPELINE_RELEASE_PRE'],
    'the release is one before the real one',
  ),
  'pipeline-release': field('text', 'current.release.title', ['CI_PIPELINE_RELEASE_TITLE', 'TITLE'], 'title of the release'),
  'pipeline-changed-files': field(
    'files',
    'current.commit.changedFiles',
    ['CI_PIPELINE_FILES', 'FILES'],
    'files that were changed, as a JSON array or separated by commas',
  ),
  'pipeline-number': field('count', 'current.number', ['CI_PIPELINE_NUMBER', 'N'], 'number of the pipeline'),
  'pipeline-parent': field('count', 'current.parent', ['CI_PIPELINE_PARENT', 'N'], 'number of the pipeline that this one repeats'),
  'pipeline-created': field('count', 'current.created', ['CI_PIPELINE_CREATED', 'SECONDS'], 'when it was created, in seconds since 1970'),
  'pipeline-started': field('count', 'current.started', ['CI_PIPELINE_STARTED', 'SECONDS'], 'when it was started, in seconds since 1970'),
  'pipeline-url': field('text', 'current.forgeUrl', ['CI_PIPELINE_FORGE_URL', 'URL'], 'page of what started it, at the forge'),
  'pipeline-author': field('text', 'current.author', ['CI_PIPELINE_AUTHOR', 'NAME'], 'who started the pipeline'),
  'pipeline-deploy-to': field('text', 'current.deployTarget', ['CI_PIPELINE_DEPLOY_TARGET', 'NAME'], 'what a deployment is to'),
  'pipeline-deploy-task': field('text', 'current.deployTask', ['CI_PIPELINE_DEPLOY_TASK', 'NAME'], 'what a deployment is to do'),
  cron: field('text', 'current.cron', ['CI_PIPELINE_CRON', 'NAME'], 'name of the cron job'),
  repo: field('text', 'repository.fullName', ['CI_REPO', 'OWNER/NAME'], 'repository'),
  'repo-remote-id': field('text', 'repository.remoteId', ['CI_REPO_REMOTE_ID', 'ID'], 'id of the repository at the forge'),
  'repo-url': field('text', 'repository.url', ['CI_REPO_URL', 'URL'], 'page of the repository'),
  'repo-clone-url': field('text', 'repository.cloneUrl', ['CI_REPO_CLONE_URL', 'URL'], 'address that it is cloned from'),
  'repo-clone-ssh-url': field(
    'text',
    'repository.cloneSshUrl',
    ['CI_REPO_CLONE_SSH_URL', 'URL'],
    'address that it is cloned from with ssh',
  ),
  'repo-default-branch': field('text', 'repository.defaultBranch', ['CI_REPO_DEFAULT_BRANCH', 'NAME'], 'default branch of the repository'),
  'repo-private': field('switch', 'repository.private', ['CI_REPO_PRIVATE'], 'the repository is private'),
  'repo-trusted-network': field(
    'switch',
    'repository.trusted.network',
    ['CI_REPO_TRUSTED_NETWORK'],
    'its workflows are trusted with the network',
  ),
  'repo-trusted-volumes': field(
    'switch',
    'repository.trusted.volumes',
    ['CI_REPO_TRUSTED_VOLUMES'],
    'its workflows are trusted with volumes',
  ),
  'repo-trusted-security': field(
    'switch',
    'repository.trusted.security',
    ['CI_REPO_TRUSTED_SECURITY'],
    'its workflows are trusted with privileges',
  ),
  'forge-type': field('text', 'forge.type', ['CI_FORGE_TYPE', 'NAME'], 'kind of the forge: github, gitlab, forgejo, ...'),
  'forge-url': field('text', 'forge.url', ['CI_FORGE_URL', 'URL'], 'address of the forge'),
  'system-name': field('text', 'system.name', ['CI_SYSTEM_NAME', 'NAME'], 'name of the CI system'),
  'system-url': field('text', 'system.url', ['CI_SYSTEM_URL', 'URL'], 'address of the CI system'),
  'system-host': field('text', 'system.host', ['CI_SYSTEM_HOST', 'HOST'], 'host of the CI system'),
  ...previousFields(),
} as const satisfies Readonly<Record<string, MetadataField>>;

function previousFields() {
  const before = (kind: FieldKind, path: string, variable: readonly [string, string?], text: string) =>
    field(kind, `previous.${path}`, variable, `${text}, of the pipeline before`);
  return {
    'prev-pipeline-number': before('count', 'number', ['CI_PREV_PIPELINE_NUMBER', 'N'], 'number'),
    'prev-pipeline-parent': before('count', 'parent', ['CI_PREV_PIPELINE_PARENT', 'N'], 'number of the pipeline that it repeats'),
    'prev-pipeline-created': before('count', 'created', ['CI_PREV_PIPELINE_CREATED', 'SECONDS'], 'when it was created'),
    'prev-pipeline-started': before('count', 'started', ['CI_PREV_PIPELINE_STARTED', 'SECONDS'], 'when it was started'),
    'prev-pipeline-finished': before('count', 'finished', ['CI_PREV_PIPELINE_FINISHED', 'SECONDS'], 'when it ended'),
    'prev-pipeline-status': before('text', 'status', ['CI_PREV_PIPELINE_STATUS', 'STATUS'], 'how it ended: success, failure'),
    'prev-pipeline-event': before('text', 'event', ['CI_PREV_PIPELINE_EVENT', 'EVENT'], 'event'),
    'prev-pipeline-url': before('text', 'forgeUrl', ['CI_PREV_PIPELINE_FORGE_URL', 'URL'], 'page at the forge'),
    'prev-pipeline-deploy-to': before('text', 'deployTarget', ['CI_PREV_PIPELINE_DEPLOY_TARGET', 'NAME'], 'target of the deployment'),
    'prev-pipeline-deploy-task': before('text', 'deployTask', ['CI_PREV_PIPELINE_DEPLOY_TASK', 'NAME'], 'task of the deployment'),
    'prev-commit-sha': before('text', 'commit.sha', ['CI_PREV_COMMIT_SHA', 'SHA'], 'commit'),
    'prev-commit-ref': before('text', 'commit.ref', ['CI_PREV_COMMIT_REF', 'REF'], 'reference'),
    'prev-commit-refspec': before('text', 'commit.refspec', ['CI_PREV_COMMIT_REFSPEC', 'SOURCE:TARGET'], 'branches of the pull request'),
    'prev-commit-branch': before('text', 'commit.branch', ['CI_PREV_COMMIT_BRANCH', 'NAME'], 'branch'),
    'prev-commit-message': before('text', 'commit.message', ['CI_PREV_COMMIT_MESSAGE', 'TEXT'], 'message'),
    'prev-commit-timestamp': before('count', 'commit.timestamp', ['CI_PREV_COMMIT_TIMESTAMP', 'SECONDS'], 'time of the commit'),
    'prev-commit-author-name': before('text', 'commit.author.name', ['CI_PREV_COMMIT_AUTHOR', 'NAME'], 'author'),
    'prev-commit-author-email': before(
      'text',
      'commit.author.email',
      ['CI_PREV_COMMIT_AUTHOR_EMAIL', 'ADDRESS'],
      'mail address of the author',
    ),
    'prev-commit-author-avatar': before('text', 'avatar', ['CI_PREV_PIPELINE_AVATAR', 'URL'], 'picture of the author'),
  } as const;
}

export type MetadataFlag = keyof typeof METADATA_FIELDS;
