import { UsageError } from '../errors.js';
import type { Facts, PipelineFacts } from './facts.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * What a metadata file says, as Woodpecker writes it for a pipeline.
 *
 * @throws UsageError where it is no JSON object
 */
export function factsOfFile(text: string, file: string): Facts {
  const given = parse(text, file);
  const [repo, sys, forge] = [mapOf(given.repo), mapOf(given.sys), mapOf(given.forge)];
  const trusted = mapOf(repo.trusted);
  return {
    system: { name: textOf(sys.name), url: textOf(sys.url), host: textOf(sys.host) },
    forge: { type: textOf(forge.type), url: textOf(forge.url) },
    repository: {
      id: numberOf(repo.id),
      name: textOf(repo.name),
      owner: textOf(repo.owner),
      organizationId: numberOf(repo.org_id),
      remoteId: textOf(repo.remote_id),
      url: textOf(repo.forge_url),
      cloneUrl: textOf(repo.clone_url),
      cloneSshUrl: textOf(repo.clone_url_ssh),
      defaultBranch: textOf(repo.default_branch),
      private: flagOf(repo.private),
      trusted: { network: flagOf(trusted.network), volumes: flagOf(trusted.volumes), security: flagOf(trusted.security) },
    },
    current: pipelineOf(mapOf(given.curr)),
    previous: pipelineOf(mapOf(given.prev)),
  };
}

function pipelineOf(given: Json): PipelineFacts {
  const [commit, release] = [mapOf(given.commit), mapOf(given.release)];
  const author = mapOf(commit.author);
  return {
    number: numberOf(given.number),
    parent: numberOf(given.parent),
    event: textOf(given.event),
    eventReason: textsOf(given.event_reason),
    status: textOf(given.status),
    created: numberOf(given.created),
    started: numberOf(given.started),
    finished: numberOf(given.finished),
    forgeUrl: textOf(given.forge_url),
    deployTarget: textOf(given.target),
    deployTask: textOf(given.task),
    author: textOf(given.author),
    avatar: textOf(given.avatar),
    reruns: numberOf(given.rerun_count),
    cron: textOf(given.cron),
    release: { title: textOf(release.title), prerelease: flagOf(release.is_prerelease) },
    commit: {
      sha: textOf(commit.sha),
      ref: textOf(commit.ref),
      refspec: textOf(commit.refspec),
      branch: textOf(commit.branch),
      message: textOf(commit.message),
      timestamp: numberOf(commit.timestamp),
      author: { name: textOf(author.name), email: textOf(author.email) },
      changedFiles: textsOf(commit.changed_files),
      labels: textsOf(commit.labels),
      milestone: textOf(commit.milestone),
      draft: flagOf(commit.draft),
    },
  };
}

function parse(text: string, file: string): Json {
  const wrong = (message: string) =>
    new UsageError(`${file} is no metadata file: ${message}`, {
      code: 'wrong-metadata-file',
      hint: 'take the one that Woodpecker offers on the page of a pipeline, under "Debug"',
    });
  try {
    const value: unknown = JSON.parse(text);
    if (isMap(value)) return value;
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
  throw wrong('it is not a JSON object');
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapOf(value: unknown): Json {
  return isMap(value) ? value : {};
}

function textOf(value: unknown): string | undefined {
  return (typeof value === 'string' || typeof value === 'number') && value !== '' ? String(value) : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}
