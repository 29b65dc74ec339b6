import { hostName } from '../contract/names.js';
import type { AgentSettings } from '../model/agent-settings.js';
import type { Diagnostics } from '../workflow/diagnostics.js';
import type { MapNode } from '../workflow/node.js';
import { both, eventsOf } from './events.js';
import { containersOf, valueAt } from './tree.js';

const ARCH = 'kubernetes.io/arch';
const HOST = 'kubernetes.io/hostname';

/** Reports what a cluster would refuse, or could never do. */
export function checkForCluster(root: MapNode, settings: AgentSettings, diagnostics: Diagnostics): void {
  checkHosts(root, diagnostics);
  if (!settings.storageRwx) checkOneNode(root, diagnostics);
}

/** Services are reached by their names, which not every text can be. */
function checkHosts(root: MapNode, diagnostics: Diagnostics): void {
  const seen = new Map<string, string>();
  for (const { name, at } of containersOf(root, 'services')) {
    const host = hostName(name);
    const other = host === undefined ? undefined : seen.get(host);
    if (host === undefined) {
      const message = `the service "${name}" has no host name: nobody reaches it`;
      diagnostics.warn({ code: 'no-host-name', message, at, hint: 'take a name with letters or digits' });
    } else if (other !== undefined && other !== name) {
      const message = `the services "${other}" and "${name}" have the same host name: "${host}"`;
      diagnostics.warn({ code: 'same-host-name', message, at, hint: 'rename one of them' });
    } else if (host !== name.toLowerCase()) {
      const message = `the service "${name}" is reached as "${host}"`;
      diagnostics.warn({ code: 'other-host-name', message, at, hint: `name it "${host}"` });
    }
    if (host !== undefined) seen.set(host, name);
  }
}

/** A ReadWriteOnce volume keeps all pods on one node, which has one architecture and one name. */
function checkOneNode(root: MapNode, diagnostics: Diagnostics): void {
  const volume = valueAt(root, 'workspace', 'volume');
  if (volume?.kind === 'scalar' && volume.text === 'none') return;
  for (const label of [ARCH, HOST]) {
    const wishes = (['clone', 'services', 'steps'] as const).flatMap((section) =>
      containersOf(root, section).flatMap(({ name, node }) => {
        const value = valueAt(node, 'backend_options', 'kubernetes', 'nodeSelector', label);
        return value?.kind === 'scalar' ? [{ name, value, events: eventsOf(valueAt(node, 'when')) }] : [];
      }),
    );
    const pairs = wishes.flatMap((first, index) => wishes.slice(index + 1).map((other) => ({ first, other })));
    const pair = pairs.find(({ first, other }) => first.value.text !== other.value.text && both(first.events, other.events).size > 0);
    if (pair === undefined) continue;
    const { first, other } = pair;
    diagnostics.error({
      code: 'one-node',
      message: `"${other.name}" is for ${label}=${other.value.text} and "${first.name}" for ${label}=${first.value.text}: no node is both, and a ReadWriteOnce volume keeps them on one`,
      at: other.value.span,
      hint: 'use a storage class with ReadWriteMany (--storage-rwx true), or a workflow for each of them',
    });
  }
}
