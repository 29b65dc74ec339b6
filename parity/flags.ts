import type { Json, JsonMap } from './cases.js';

/** Where in the metadata the value of a flag stands. */
const PLACES: Readonly<Record<string, string>> = {
  'system-host': 'sys.host',
  'system-name': 'sys.name',
  'system-url': 'sys.url',
  'repo-remote-id': 'repo.remote_id',
  'repo-url': 'repo.forge_url',
  'repo-default-branch': 'repo.default_branch',
  'repo-clone-url': 'repo.clone_url',
  'repo-clone-ssh-url': 'repo.clone_url_ssh',
  'repo-trusted-network': 'repo.trusted.network',
  'repo-trusted-volumes': 'repo.trusted.volumes',
  'repo-trusted-security': 'repo.trusted.security',
  'pipeline-number': 'curr.number',
  'pipeline-parent': 'curr.parent',
  'pipeline-created': 'curr.created',
  'pipeline-started': 'curr.started',
  'pipeline-event': 'curr.event',
  'pipeline-url': 'curr.forge_url',
  'pipeline-deploy-to': 'curr.target',
  'pipeline-deploy-task': 'curr.task',
  'pipeline-release': 'curr.release.title',
  'commit-release-is-pre': 'curr.release.is_prerelease',
  'pipeline-changed-files': 'curr.commit.changed_files',
  'commit-sha': 'curr.commit.sha',
  'commit-ref': 'curr.commit.ref',
  'commit-refspec': 'curr.commit.refspec',
  'commit-branch': 'curr.commit.branch',
  'commit-message': 'curr.commit.message',
  'commit-timestamp': 'curr.commit.timestamp',
  'commit-author-name': 'curr.commit.author.name',
  'commit-author-email': 'curr.commit.author.email',
  'commit-author-avatar': 'curr.avatar',
  'commit-pull-labels': 'curr.commit.labels',
  'commit-pull-milestone': 'curr.commit.milestone',
  'commit-pull-draft': 'curr.commit.draft',
  'forge-type': 'forge.type',
  'forge-url': 'forge.url',
};
const LISTS = new Set(['curr.commit.changed_files', 'curr.commit.labels']);

/** The flags of a case, each with its values; one without a value is `true`. */
export function readFlags(flags: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const read = new Map<string, string[]>();
  for (const [index, flag] of flags.entries()) {
    if (!flag.startsWith('--')) continue;
    const [name = '', inline] = flag.slice(2).split(/=(.*)/s);
    const next = flags[index + 1];
    const value = inline ?? (next === undefined || next.startsWith('--') ? 'true' : next);
    read.set(name, [...(read.get(name) ?? []), value]);
  }
  return read;
}

/** The metadata with what flags say in its place. */
export function withFlags(metadata: JsonMap, flags: ReadonlyMap<string, readonly string[]>): JsonMap {
  let result = metadata;
  for (const [name, place] of Object.entries(PLACES)) {
    const value = flags.get(name)?.at(-1);
    if (value !== undefined) result = put(result, place.split('.'), LISTS.has(place) ? listOf(value) : value === 'true' ? true : value);
  }
  return result;
}

function put(target: Json | undefined, [key = '', ...rest]: readonly string[], value: Json): JsonMap {
  const map: JsonMap = typeof target === 'object' && target !== null && !Array.isArray(target) ? (target as JsonMap) : {};
  return { ...map, [key]: rest.length === 0 ? value : put(map[key], rest, value) };
}

function listOf(value: string): Json {
  return value.startsWith('[') ? (JSON.parse(value) as Json) : value.split(',').map((item) => item.trim());
}
