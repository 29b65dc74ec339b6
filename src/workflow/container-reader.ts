import type { AgentSettings } from '../model/agent-settings.js';
import type { ContainerOptions, FailurePolicy } from '../model/pipeline.js';
import { readBackendOptions } from './backend-options-reader.js';
import { checkContainer, checkReady } from './container-rules.js';
import { type Convert, flag, listOf, oneOf, string, text, textOrList } from './convert.js';
import { defined } from './defined.js';
import { readDependsOn } from './depends-on-reader.js';
import { duration } from './duration.js';
import { MapReader } from './map-reader.js';
import { withNetwork } from './network-reader.js';
import type { Node } from './node.js';
import { port } from './port.js';
import type { Place, ReadContext } from './read-context.js';
import { readReady } from './ready-reader.js';
import { readRetry } from './retry-reader.js';
import { secretUses } from './secret-rules.js';
import type { ContainerSyntax } from './syntax.js';
import { values } from './values.js';
import { volume } from './volume.js';
import { readWhen } from './when-reader.js';

const IGNORED = ['network_mode', 'devices'];

/** What to do about keys that older versions of the language had. */
const FORMER_KEYS = { secrets: 'use "environment" with "from_secret"', group: 'use "depends_on"' };

/** An empty text says nothing. */
const failurePolicy: Convert<FailurePolicy> = (node, label, diagnostics) =>
  node.kind === 'scalar' && node.text === '' ? 'fail' : oneOf('fail', 'ignore', 'cancel')(node, label, diagnostics);

/** Reads one clone step, service or step. */
export function readContainer(node: Node, place: Place, context: ReadContext): ContainerSyntax | undefined {
  const { area, name: key, at } = place;
  const { diagnostics, settings } = context;
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
    options: readOptions(reader, { image: image ?? '', settings }),
    dependsOn: area === 'step' ? reader.get('depends_on', readDependsOn) : undefined,
    detach: reader.get('detach', flag) ?? false,
    failure: reader.get('failure', failurePolicy) ?? 'fail',
    when: reader.get('when', readWhen) ?? [],
    secrets: ['environment', 'settings'].flatMap((name) => reader.get(name, secretUses) ?? []),
    timeoutSeconds: area === 'service' ? undefined : reader.get('timeout', duration),
    retry: area === 'step' ? reader.get('retry', readRetry) : undefined,
    startAhead: area === 'step' ? reader.get('start_ahead', flag) : undefined,
    ready: area === 'clone step' ? undefined : reader.get('ready', readReady),
  };
  checkReady(reader, { isWaitedFor: area === 'step' && !container.detach, diagnostics });
  checkContainer(reader, container.options, { place, context });
  reader.ignored(area === 'step' ? IGNORED : [...IGNORED, 'depends_on']);
  reader.finish(FORMER_KEYS);
  return defined(container);
}

function readOptions(
  reader: MapReader,
  { image, settings }: { readonly image: string; readonly settings: AgentSettings },
): ContainerOptions {
  const { compat } = settings;
  return defined({
    image,
    commands: reader.get('commands', textOrList),
    entrypoint: reader.get('entrypoint', textOrList),
    environment: reader.get('environment', values),
    settings: reader.get('settings', values),
    directory: reader.get('directory', text),
    volumes: reader.get('volumes', listOf(volume(compat))),
    tmpfs: reader.get('tmpfs', listOf(string)),
    ports: reader.get('ports', listOf(port)),
    privileged: reader.get('privileged', flag),
    pull: reader.get('pull', flag),
    kubernetes: withNetwork(reader, { options: reader.get('backend_options', readBackendOptions(settings)), compat }),
  });
}
