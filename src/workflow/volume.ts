import type { Compat } from '../model/agent-settings.js';
import { type Convert, string } from './convert.js';

/** A claim to mount, as `claim:/path` or `claim:/path:ro`. */
export function volume(compat: Compat | undefined): Convert<string> {
  return (node, label, diagnostics) => {
    const entry = string(node, label, diagnostics);
    if (entry === undefined) return undefined;
    const [claim = '', path, mode = 'rw'] = entry.split(':', 3);
    if (/^[./~]/.test(claim)) {
      const hint = 'create a PersistentVolumeClaim and write its name before the first colon';
      diagnostics.warn({ code: 'not-a-claim', message: `"${claim}" is a path, and only claims can be mounted`, at: node.span, hint });
    }
    if (/^(ro|rw)$/.test(mode) || compat !== undefined) return entry;
    diagnostics.warn({ code: 'ignored-key', message: `the mode "${mode}" of a volume is ignored: it is neither ro nor rw`, at: node.span });
    return `${claim}:${path}`;
  };
}
