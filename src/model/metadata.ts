/** A pipeline's place in the history of its repository; 0 stands for an unknown number or time. */
export interface PipelineMetadata {
  readonly number: number;
  readonly parent: number;
  /** `manual`, `push`, `tag`, ...; absent: there was no such pipeline. */
  readonly event?: string;
  /** Unix time, in seconds. */
  readonly created: number;
  /** Unix time, in seconds. */
  readonly started: number;
  /** Unix time, in seconds. */
  readonly finished: number;
  /** Unix time of the commit, in seconds. */
  readonly commitTimestamp: number;
  readonly branch?: string;
}

/** What is known about where a run comes from: the source of the `CI_*` variables. */
export interface Metadata {
  readonly system: { readonly name: string; readonly url: string; readonly version?: string; readonly platform: string };
  readonly repository: {
    readonly id: number;
    readonly defaultBranch: string;
    readonly private: boolean;
    readonly trusted: { readonly network: boolean; readonly volumes: boolean; readonly security: boolean };
  };
  readonly current: PipelineMetadata;
  readonly previous: PipelineMetadata;
}

/** The workflow that variables are for. */
export interface WorkflowMetadata {
  readonly name: string;
  /** Counts the pipelines of a run from 1. */
  readonly number: number;
}

const UNKNOWN: PipelineMetadata = { number: 0, parent: 0, created: 0, started: 0, finished: 0, commitTimestamp: 0 };

/** Metadata of a run that was started by hand and about which nothing else is known. */
export function manualMetadata({ platform, version }: { readonly platform: string; readonly version?: string }): Metadata {
  return {
    // Plugins and scripts ask for this name and address: they are part of the language.
    system: { name: 'woodpecker', url: 'https://github.com/woodpecker-ci/woodpecker', version, platform },
    repository: { id: 0, defaultBranch: 'main', private: false, trusted: { network: false, volumes: false, security: false } },
    current: { ...UNKNOWN, event: 'manual', branch: 'main' },
    previous: UNKNOWN,
  };
}

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
  const { system, repository, current, previous } = metadata;
  const { trusted } = repository;
  const variables: Readonly<Record<string, string | number | boolean | undefined>> = {
    CI: system.name,
    CI_SYSTEM_NAME: system.name,
    CI_SYSTEM_URL: system.url,
    CI_SYSTEM_VERSION: system.version,
    CI_SYSTEM_PLATFORM: system.platform,
    CI_REPO_DEFAULT_BRANCH: repository.defaultBranch,
    CI_REPO_PRIVATE: repository.private,
    CI_REPO_TRUSTED: trusted.network && trusted.volumes && trusted.security,
    CI_REPO_TRUSTED_NETWORK: trusted.network,
    CI_REPO_TRUSTED_VOLUMES: trusted.volumes,
    CI_REPO_TRUSTED_SECURITY: trusted.security,
    CI_PIPELINE_NUMBER: current.number,
    CI_PIPELINE_PARENT: current.parent,
    CI_PIPELINE_EVENT: current.event,
    CI_PIPELINE_CREATED: current.created,
    CI_PIPELINE_STARTED: current.started,
    CI_PIPELINE_FILES: '[]',
    CI_PIPELINE_URL: pipelineUrl(metadata, current),
    CI_COMMIT_BRANCH: current.branch,
    CI_COMMIT_TIMESTAMP: current.commitTimestamp,
    CI_PREV_PIPELINE_NUMBER: previous.number,
    CI_PREV_PIPELINE_PARENT: previous.parent,
    CI_PREV_PIPELINE_EVENT: previous.event,
    CI_PREV_PIPELINE_CREATED: previous.created,
    CI_PREV_PIPELINE_STARTED: previous.started,
    CI_PREV_PIPELINE_FINISHED: previous.finished,
    CI_PREV_PIPELINE_URL: pipelineUrl(metadata, previous),
    CI_PREV_COMMIT_BRANCH: previous.branch,
    CI_PREV_COMMIT_TIMESTAMP: previous.commitTimestamp,
    CI_STEP_NUMBER: 0,
    CI_STEP_URL: pipelineUrl(metadata, current),
    CI_WORKFLOW_NAME: workflow.name,
    CI_WORKFLOW_NUMBER: workflow.number,
  };
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)]])),
  );
}

function pipelineUrl({ system, repository }: Metadata, pipeline: PipelineMetadata): string {
  return `${system.url}/repos/${repository.id}/pipeline/${pipeline.number}`;
}
