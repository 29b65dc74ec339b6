import { isListedImage, isSameImage } from '../model/image.js';
import type { ContainerOptions } from '../model/pipeline.js';
import type { Diagnostics } from './diagnostics.js';
import type { MapReader } from './map-reader.js';
import { isNull, type Node } from './node.js';
import type { Place, ReadContext } from './read-context.js';

/** Images that build images, and cannot without the rights of the node. */
const BUILDERS = ['plugins/docker', 'plugins/gcr', 'plugins/ecr', 'woodpeckerci/plugin-docker-buildx'];
const TRUST: readonly (readonly ['network' | 'volumes' | 'security', readonly string[]])[] = [
  ['security', ['privileged']],
  ['network', ['dns', 'dns_search', 'extra_hosts', 'network_mode']],
  ['volumes', ['devices', 'volumes', 'tmpfs']],
];

/** Reports what a container may not say, or says in vain. */
export function checkContainer(
  reader: MapReader,
  options: ContainerOptions,
  { place, context }: { place: Place; context: ReadContext },
): void {
  checkSettings(reader, context.diagnostics);
  checkTrust(reader, options, context);
  checkBuilder(reader, options, { place, context });
  if (place.area !== 'clone step' || options.image === '' || isListedImage(options.image, context.trustedCloneImages)) return;
  const at = reader.keySpan('image') ?? place.at;
  const message = `"${options.image}" is not trusted with the credentials for git: it does not get them`;
  context.diagnostics.warn({ code: 'untrusted-clone', message, at });
}

/** Of a step that runs to its end nobody asks when it is ready. */
export function checkReady(
  reader: MapReader,
  { isWaitedFor, diagnostics }: { readonly isWaitedFor: boolean; readonly diagnostics: Diagnostics },
): void {
  const at = reader.keySpan('ready');
  if (!at || !isWaitedFor) return;
  const message = '"ready" is for services and detached steps: of others the end is waited for';
  diagnostics.error({ code: 'wrong-value', message, at, hint: 'add "detach: true", or remove "ready"' });
}

/** Settings are for images that run as they are. */
function checkSettings(reader: MapReader, diagnostics: Diagnostics): void {
  const at = reader.keySpan('settings');
  if (!at || reader.get('settings', isEmpty)) return;
  for (const other of ['commands', 'entrypoint']) {
    if (!reader.keySpan(other) || reader.get(other, isEmpty)) continue;
    const hint = `use "environment" instead of "settings", or remove "${other}"`;
    diagnostics.error({ code: 'settings-conflict', message: `"settings" and "${other}" exclude each other`, at, hint });
  }
  if (reader.keySpan('environment') && !reader.get('environment', isEmpty)) {
    const message = 'with "environment" beside its "settings" this is no plugin any more';
    diagnostics.warn({ code: 'settings-conflict', message, at, hint: 'write the variables as settings' });
  }
}

function isEmpty(node: Node): boolean {
  if (node.kind === 'scalar') return isNull(node);
  return node.kind === 'list' ? node.items.length === 0 : node.entries.length === 0;
}

/** Who trusts a repository is told by the server; podline runs what its user may run, unless it is to be like Woodpecker. */
function checkTrust(reader: MapReader, options: ContainerOptions, { settings, trusted, diagnostics }: ReadContext): void {
  if (settings.compat === undefined) return;
  for (const [trust, keys] of TRUST) {
    if (trusted[trust]) continue;
    for (const key of keys) {
      const at = reader.keySpan(key);
      const isHarmless = key === 'privileged' ? !options.privileged : reader.get(key, key === 'network_mode' ? isNone : isEmpty);
      if (!at || isHarmless) continue;
      const hint = `the repository must be trusted with ${trust}`;
      diagnostics.error({ code: 'not-trusted', message: `"${key}" is not allowed to this repository`, at, hint });
    }
  }
}

function isNone(node: Node): boolean {
  return node.kind === 'scalar' && (node.text === 'none' || node.text === '');
}

function checkBuilder(
  reader: MapReader,
  { image, privileged }: ContainerOptions,
  { place, context }: { place: Place; context: ReadContext },
): void {
  const { settings, diagnostics, privilegedImages } = context;
  if (privileged || !BUILDERS.some((builder) => isSameImage(image, builder)) || isListedImage(image, privilegedImages)) return;
  const finding = {
    code: 'needs-privileged',
    message: `"${image}" builds images, and cannot without the rights of the node`,
    at: reader.keySpan('image') ?? place.at,
    hint: 'add "privileged: true", or name the image with --plugins-privileged',
  };
  if (settings.compat === undefined) diagnostics.warn(finding);
  else diagnostics.error(finding);
}
