/** Where a commit comes from, and what it changed. */
export interface CommitMetadata {
  readonly sha?: string;
  /** `refs/heads/main`, `refs/tags/v1`, `refs/pull/7/head`. */
  readonly ref?: string;
  /** Of a pull request, as `source:target`. */
  readonly refspec?: string;
  /** Of a pull request: the branch that it is meant for. */
  readonly branch?: string;
  readonly message?: string;
  /** Unix time, in seconds; 0: unknown. */
  readonly timestamp: number;
  readonly author?: { readonly name?: string; readonly email?: string };
  readonly changedFiles?: readonly string[];
  /** Of the pull request. */
  readonly labels?: readonly string[];
  /** Of the pull request. */
  readonly milestone?: string;
  /** True for a pull request that is not ready yet. */
  readonly draft?: boolean;
}

/** A pipeline's place in the history of its repository; 0 stands for an unknown number or time. */
export interface PipelineMetadata {
  readonly number: number;
  readonly parent: number;
  /** `manual`, `push`, `tag`, ...; absent: there was no such pipeline. */
  readonly event?: string;
  /** What about a pull request has changed. */
  readonly eventReason?: readonly string[];
  /** Of the one before: `success`, `failure`. */
  readonly status?: string;
  /** Unix time, in seconds. */
  readonly created: number;
  /** Unix time, in seconds. */
  readonly started: number;
  /** Unix time, in seconds. */
  readonly finished: number;
  readonly commit: CommitMetadata;
  /** Page of the commit, pull request or release at the forge. */
  readonly forgeUrl?: string;
  readonly deployTarget?: string;
  readonly deployTask?: string;
  readonly author?: string;
  /** Address of the author's picture. */
  readonly avatar?: string;
  /** How often this pipeline was started again. */
  readonly reruns?: number;
  /** Name of the cron job. */
  readonly cron?: string;
  readonly release?: { readonly title?: string; readonly prerelease: boolean };
}

/** What is known about where a run comes from: the source of the `CI_*` variables. */
export interface Metadata {
  readonly system: {
    readonly name: string;
    readonly url: string;
    readonly host?: string;
    readonly version?: string;
    readonly platform: string;
  };
  readonly repository: {
    readonly id: number;
    readonly name?: string;
    readonly owner?: string;
    /** Of the organisation that owns it. */
    readonly organizationId: number;
    /** Its id at the forge. */
    readonly remoteId?: string;
    /** Its page at the forge. */
    readonly url?: string;
    readonly cloneUrl?: string;
    readonly cloneSshUrl?: string;
    readonly defaultBranch: string;
    readonly private: boolean;
    readonly trusted: { readonly network: boolean; readonly volumes: boolean; readonly security: boolean };
  };
  readonly forge?: { readonly type?: string; readonly url?: string };
  readonly current: PipelineMetadata;
  /** The one before, on the same branch. */
  readonly previous: PipelineMetadata;
}

const UNKNOWN: PipelineMetadata = { number: 0, parent: 0, created: 0, started: 0, finished: 0, commit: { timestamp: 0 } };

/** Metadata of a run that was started by hand and about which nothing else is known. */
export function manualMetadata({ platform, version }: { readonly platform: string; readonly version?: string }): Metadata {
  return {
    // Plugins and scripts ask for this name and address: they are part of the language.
    system: { name: 'woodpecker', url: 'https://github.com/woodpecker-ci/woodpecker', version, platform },
    repository: {
      id: 0,
      organizationId: 0,
      defaultBranch: 'main',
      private: false,
      trusted: { network: false, volumes: false, security: false },
    },
    current: { ...UNKNOWN, event: 'manual', commit: { timestamp: 0, branch: 'main' } },
    previous: UNKNOWN,
  };
}

/** `owner/name`; nothing where neither is known. */
export function repositoryName({ repository: { owner, name } }: Metadata): string | undefined {
  return [owner, name].filter(Boolean).join('/') || undefined;
}
