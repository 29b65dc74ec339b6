import type { ContainerOptions } from '../model/pipeline.js';
import { readBackendOptions } from './backend-options-reader.js';
import { flag, listOf, oneOf, text, textOrList } from './convert.js';
import { defined } from './defined.js';
import { readDependsOn } from './depends-on-reader.js';
import type { Diagnostics } from './diagnostics.js';
import { duration } from './duration.js';
import { MapReader } from './map-reader.js';
import type { Node } from './node.js';
import { port } from './port.js';
import { readRetry } from './retry-reader.js';
import type { Span } from './source.js';
import type { ContainerSyntax } from './syntax.js';
import { values } from './values.js';
import { volume } from './volume.js';
import { readRunOn } from './when-reader.js';

/** What a container is called, unless it has a `name` of its own, and where that stands. */
export interface Place {
  readonly area: 'clone step' | 'service' | 'step';
  readonly name: string;
  readonly at: Span;
}

const IGNORED = ['dns', 'dns_search', 'extra_hosts', 'network_mode', 'devices', 'tmpfs'];

/** What to do about keys that older versions of the language had. */
const FORMER_KEYS = { secrets: 'use "environment" with "from_secret"', group: 'use "depends_on"' };

/** Reads one clone step, service or step. */
export function readContainer(node: Node, { area, name: key, at }: Place, diagnostics: Diagnostics): ContainerSyntax | undefined {
  const reader = MapReader.of(node, diagnostics, { what: `a ${area}` });
  if (!reader) return undefined;
  const name = reader.get('name', text) || key;
  const image = reader.get('image', text);
  if (image === undefined && !reader.keySpan('image')) {
    diagnostics.error({ code: 'missing-key', message: `the ${area} "${name}" has no image`, at, hint: 'add "image:"' });
  }
  const container = {
    name,
    at: reader.get('name', (node) => node.span) ?? at,
    options: readOptions(reader, image ?? ''),
    dependsOn: area === 'step' ? reader.get('depends_on', readDependsOn) : undefined,
    detach: reader.get('detach', flag) ?? false,
    failure: reader.get('failure', oneOf('fail', 'ignore', 'cancel')) ?? 'fail',
    runOn: reader.get('when', (when) => readRunOn(when, 'step', diagnostics)) ?? (['success'] as const),
    timeoutSeconds: reader.get('timeout', duration),
    retry: area === 'step' ? reader.get('retry', readRetry) : undefined,
  };
  reader.notSupported(area === 'step' ? IGNORED : [...IGNORED, 'depends_on'], 'it is ignored');
  reader.finish(FORMER_KEYS);
  checkSettings(reader, diagnostics);
  return defined(container);
}

function readOptions(reader: MapReader, image: string): ContainerOptions {
  return defined({
    image,
    commands: reader.get('commands', textOrList),
    entrypoint: reader.get('entrypoint', textOrList),
    environment: reader.get('environment', values),
    settings: reader.get('settings', values),
    directory: reader.get('directory', text),
    volumes: reader.get('volumes', listOf(volume)),
    ports: reader.get('ports', listOf(port)),
    privileged: reader.get('privileged', flag),
    pull: reader.get('pull', flag),
    kubernetes: reader.get('backend_options', readBackendOptions),
  });
}

/** Settings are for images that run as they are. */
function checkSettings(reader: MapReader, diagnostics: Diagnostics): void {
  const at = reader.keySpan('settings');
  if (!at) return;
  for (const other of ['commands', 'entrypoint']) {
    if (!reader.keySpan(other)) continue;
    const hint = `use "environment" instead of "settings", or remove "${other}"`;
    diagnostics.error({ code: 'settings-conflict', message: `"settings" and "${other}" exclude each other`, at, hint });
  }
  if (reader.keySpan('environment')) {
    const message = 'with "environment" beside its "settings" this is no plugin any more';
    diagnostics.warn({ code: 'settings-conflict', message, at, hint: 'write the variables as settings' });
  }
}
