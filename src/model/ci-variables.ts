import { pullVariables } from './ci-pull-variables.js';
import { encodeJson } from './json.js';
import { type Metadata, type PipelineMetadata, repositoryName } from './metadata.js';

/** The workflow that variables are for. */
export interface WorkflowMetadata {
  readonly name: string;
  /** Counts the pipelines of a run from 1. */
  readonly number: number;
}

export type CiValues = Readonly<Record<string, string | number | boolean | undefined>>;

const TAG_PREFIX = 'refs/tags/';
/** Names of more changed files than these would not fit into a variable. */
const MOST_FILES = 500;

/** Variables that are set only when a step starts: no value of theirs can stand in a workflow file. */
export const START_VARIABLES: ReadonlySet<string> = new Set([
  'CI_MACHINE',
  'CI_PIPELINE_STATUS',
  'CI_STEP_NAME',
  'CI_STEP_STARTED',
  'CI_STEP_TYPE',
  'CI_WORKSPACE',
]);

/** The `CI` and `CI_*` variables of a workflow's steps; what is unknown or empty is not set. */
export function ciVariables(metadata: Metadata, workflow: WorkflowMetadata): Readonly<Record<string, string>> {
  return {
    ...runVariablesOf(metadata),
    ...known({
      CI_STEP_NUMBER: 0,
      CI_STEP_URL: pipelineUrl(metadata, metadata.current),
      CI_WORKFLOW_NAME: workflow.name,
      CI_WORKFLOW_NUMBER: workflow.number,
    }),
  };
}

/** Those that all workflows of a run have in common. */
export function runVariablesOf(metadata: Metadata): Readonly<Record<string, string>> {
  return known({
    ...systemVariables(metadata),
    ...repositoryVariables(metadata),
    ...pipelineVariables(metadata),
    ...commitVariables(metadata),
    ...previousVariables(metadata),
  });
}

function known(variables: CiValues): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)]])),
  );
}

function systemVariables({ system, forge }: Metadata): CiValues {
  return {
    CI: system.name,
    CI_SYSTEM_NAME: system.name,
    CI_SYSTEM_URL: system.url,
    CI_SYSTEM_HOST: system.host,
    CI_SYSTEM_VERSION: system.version,
    CI_SYSTEM_PLATFORM: system.platform,
    CI_FORGE_TYPE: forge?.type,
    CI_FORGE_URL: forge?.url,
  };
}

function repositoryVariables(metadata: Metadata): CiValues {
  const { repository } = metadata;
  const { trusted } = repository;
  return {
    CI_REPO: repositoryName(metadata),
    CI_REPO_NAME: repository.name,
    CI_REPO_OWNER: repository.owner,
    CI_REPO_REMOTE_ID: repository.remoteId,
    CI_REPO_URL: repository.url,
    CI_REPO_CLONE_URL: repository.cloneUrl,
    CI_REPO_CLONE_SSH_URL: repository.cloneSshUrl,
    CI_REPO_DEFAULT_BRANCH: repository.defaultBranch,
    CI_REPO_PRIVATE: repository.private,
    CI_REPO_TRUSTED: trusted.network && trusted.volumes && trusted.security,
    CI_REPO_TRUSTED_NETWORK: trusted.network,
    CI_REPO_TRUSTED_VOLUMES: trusted.volumes,
    CI_REPO_TRUSTED_SECURITY: trusted.security,
  };
}

function pipelineVariables(metadata: Metadata): CiValues {
  const { current } = metadata;
  const { changedFiles = [] } = current.commit;
  const release = current.event === 'release' ? current.release : undefined;
  return {
    CI_PIPELINE_NUMBER: current.number,
    CI_PIPELINE_PARENT: current.parent,
    CI_PIPELINE_EVENT: current.event,
    CI_PIPELINE_EVENT_REASON: current.eventReason?.join(','),
    CI_PIPELINE_CREATED: current.created,
    CI_PIPELINE_STARTED: current.started,
    CI_PIPELINE_URL: pipelineUrl(metadata, current),
    CI_PIPELINE_FORGE_URL: current.forgeUrl,
    CI_PIPELINE_DEPLOY_TARGET: current.deployTarget,
    CI_PIPELINE_DEPLOY_TASK: current.deployTask,
    CI_PIPELINE_AUTHOR: current.author,
    CI_PIPELINE_AVATAR: current.avatar,
    CI_PIPELINE_RERUNS: current.reruns || undefined,
    CI_PIPELINE_FILES: changedFiles.length > MOST_FILES ? undefined : encodeJson(changedFiles),
    CI_PIPELINE_RELEASE_TITLE: release?.title,
    CI_PIPELINE_RELEASE_PRE: release?.prerelease,
    // the former name
    CI_COMMIT_PRERELEASE: release?.prerelease,
  };
}

function commitVariables({ current }: Metadata): CiValues {
  const { commit } = current;
  return {
    CI_COMMIT_SHA: commit.sha,
    CI_COMMIT_REF: commit.ref,
    CI_COMMIT_REFSPEC: commit.refspec,
    CI_COMMIT_MESSAGE: commit.message,
    CI_COMMIT_BRANCH: commit.branch,
    CI_COMMIT_TIMESTAMP: commit.timestamp,
    CI_COMMIT_AUTHOR: commit.author?.name,
    CI_COMMIT_AUTHOR_EMAIL: commit.author?.email,
    CI_COMMIT_TAG: commit.ref?.startsWith(TAG_PREFIX) ? commit.ref.slice(TAG_PREFIX.length) : undefined,
    // the former name
    CI_COMMIT_AUTHOR_AVATAR: current.avatar,
    ...pullVariables(current),
  };
}

function previousVariables(metadata: Metadata): CiValues {
  const { previous } = metadata;
  const { commit } = previous;
  return {
    CI_PREV_PIPELINE_NUMBER: previous.number,
    CI_PREV_PIPELINE_PARENT: previous.parent,
    CI_PREV_PIPELINE_EVENT: previous.event,
    CI_PREV_PIPELINE_EVENT_REASON: previous.eventReason?.join(','),
    CI_PREV_PIPELINE_URL: pipelineUrl(metadata, previous),
    CI_PREV_PIPELINE_FORGE_URL: previous.forgeUrl,
    CI_PREV_PIPELINE_DEPLOY_TARGET: previous.deployTarget,
    CI_PREV_PIPELINE_DEPLOY_TASK: previous.deployTask,
    CI_PREV_PIPELINE_STATUS: previous.status,
    CI_PREV_PIPELINE_CREATED: previous.created,
    CI_PREV_PIPELINE_STARTED: previous.started,
    CI_PREV_PIPELINE_FINISHED: previous.finished,
    CI_PREV_PIPELINE_AUTHOR: previous.author,
    CI_PREV_PIPELINE_AVATAR: previous.avatar,
    CI_PREV_COMMIT_AUTHOR_AVATAR: previous.avatar,
    CI_PREV_COMMIT_SHA: commit.sha,
    CI_PREV_COMMIT_REF: commit.ref,
    CI_PREV_COMMIT_REFSPEC: commit.refspec,
    CI_PREV_COMMIT_MESSAGE: commit.message,
    CI_PREV_COMMIT_BRANCH: commit.branch,
    CI_PREV_COMMIT_TIMESTAMP: commit.timestamp,
    CI_PREV_COMMIT_AUTHOR: commit.author?.name,
    CI_PREV_COMMIT_AUTHOR_EMAIL: commit.author?.email,
    CI_PREV_COMMIT_URL: previous.forgeUrl,
    ...previousBranches(previous),
  };
}

function previousBranches(previous: PipelineMetadata): CiValues {
  const { CI_COMMIT_SOURCE_BRANCH, CI_COMMIT_TARGET_BRANCH } = pullVariables(previous);
  return { CI_PREV_COMMIT_SOURCE_BRANCH: CI_COMMIT_SOURCE_BRANCH, CI_PREV_COMMIT_TARGET_BRANCH: CI_COMMIT_TARGET_BRANCH };
}

function pipelineUrl({ system, repository }: Metadata, pipeline: PipelineMetadata): string {
  return `${system.url}/repos/${repository.id}/pipeline/${pipeline.number}`;
}
