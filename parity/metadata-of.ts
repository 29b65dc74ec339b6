import { type CommitMetadata, type Metadata, manualMetadata, type PipelineMetadata } from '../src/model/metadata.js';
import type { Json, JsonMap } from './cases.js';

/** The metadata in a metadata file of the reference. */
export function metadataOf(given: JsonMap, platform: string): Metadata {
  const base = manualMetadata({ platform });
  const [repo, sys, forge] = [mapOf(given.repo), mapOf(given.sys), mapOf(given.forge)];
  const trusted = mapOf(repo.trusted);
  return {
    system: { ...base.system, name: text(sys.name) ?? base.system.name, url: text(sys.url) ?? base.system.url, host: text(sys.host) },
    forge: { type: text(forge.type), url: text(forge.url) },
    repository: {
      id: Number(repo.id ?? 0),
      name: text(repo.name),
      owner: text(repo.owner),
      organizationId: Number(repo.org_id ?? 0),
      remoteId: text(repo.remote_id),
      url: text(repo.forge_url),
      cloneUrl: text(repo.clone_url),
      cloneSshUrl: text(repo.clone_url_ssh),
      defaultBranch: text(repo.default_branch) ?? 'main',
      private: repo.private === true,
      trusted: { network: trusted.network === true, volumes: trusted.volumes === true, security: trusted.security === true },
    },
    current: pipelineOf(mapOf(given.curr)),
    previous: pipelineOf(mapOf(given.prev)),
  };
}

function pipelineOf(given: JsonMap): PipelineMetadata {
  const release = mapOf(given.release);
  return {
    number: Number(given.number ?? 0),
    parent: Number(given.parent ?? 0),
    event: text(given.event),
    eventReason: texts(given.event_reason),
    status: text(given.status),
    created: Number(given.created ?? 0),
    started: Number(given.started ?? 0),
    finished: Number(given.finished ?? 0),
    commit: commitOf(mapOf(given.commit)),
    forgeUrl: text(given.forge_url),
    deployTarget: text(given.target),
    deployTask: text(given.task),
    author: text(given.author),
    avatar: text(given.avatar),
    reruns: Number(given.rerun_count ?? 0),
    cron: text(given.cron),
    release: { title: text(release.title), prerelease: release.is_prerelease === true },
  };
}

function commitOf(given: JsonMap): CommitMetadata {
  const author = mapOf(given.author);
  return {
    sha: text(given.sha),
    ref: text(given.ref),
    refspec: text(given.refspec),
    branch: text(given.branch),
    message: text(given.message),
    timestamp: Number(given.timestamp ?? 0),
    author: { name: text(author.name), email: text(author.email) },
    changedFiles: texts(given.changed_files),
    labels: texts(given.labels),
    milestone: text(given.milestone),
    draft: given.draft === true,
  };
}

function mapOf(value: Json | undefined): JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMap) : {};
}

function text(value: Json | undefined): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : String(value);
}

function texts(value: Json | undefined): readonly string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}
