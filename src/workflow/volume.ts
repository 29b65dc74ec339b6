import { type Convert, string } from './convert.js';

/** A claim to mount, as `claim:/path` or `claim:/path:ro`. */
export const volume: Convert<string> = (node, label, diagnostics) => {
  const entry = string(node, label, diagnostics);
  const [claim = ''] = entry?.split(':') ?? [];
  if (!/^[./~]/.test(claim)) return entry;
  const hint = 'create a PersistentVolumeClaim and write its name before the first colon';
  diagnostics.warn({ code: 'not-a-claim', message: `"${claim}" is a path, and only claims can be mounted`, at: node.span, hint });
  return entry;
};
