import { DEFAULT_READY_SECONDS, READY_CHECKS, type ReadyCheck, type ReadyRule, readyProblem } from '../model/ready.js';
import { type Convert, text, textOrList } from './convert.js';
import { duration } from './duration.js';
import { MapReader } from './map-reader.js';

/** `ready: {tcp: 5432, timeout: 90s}` with any one of the checks, or `ready: false`: nobody waits, also where it declares ports. */
export const readReady: Convert<ReadyRule | false> = (node, label, diagnostics) => {
  if (node.kind === 'scalar' && node.plain && /^false$/i.test(node.text)) return false;
  const reader = MapReader.of(node, diagnostics, { what: label, path: 'ready.' });
  if (!reader) return undefined;
  const given = READY_CHECKS.filter((name) => reader.keySpan(name));
  const timeoutSeconds = reader.get('timeout', duration) ?? DEFAULT_READY_SECONDS;
  const [name, other] = given;
  if (name === undefined || other !== undefined) {
    const message = `${label} needs one of ${READY_CHECKS.join(', ')}${other ? `, not ${given.join(' and ')}` : ''}`;
    diagnostics.error({ code: 'wrong-value', message, at: node.span });
  }
  const check = name && reader.get(name, CHECKS[name]);
  reader.finish();
  return check && { ...check, timeoutSeconds };
};

const CHECKS: Readonly<Record<(typeof READY_CHECKS)[number], Convert<ReadyCheck>>> = {
  exec: (node, label, diagnostics) => {
    const words = textOrList(node, label, diagnostics);
    const command = words && (node.kind === 'scalar' ? ['/bin/sh', '-c', ...words] : words);
    return command && checked({ exec: command })(node, label, diagnostics);
  },
  http: (node, label, diagnostics) => {
    const http = text(node, label, diagnostics);
    return http === undefined ? undefined : checked({ http })(node, label, diagnostics);
  },
  tcp: (node, label, diagnostics) => {
    const port = text(node, label, diagnostics);
    if (port === undefined || /^\d+$/.test(port))
      return port === undefined ? undefined : checked({ tcp: Number(port) })(node, label, diagnostics);
    diagnostics.error({ code: 'wrong-value', message: `${label} must be a port from 1 to 65535, not ${port}`, at: node.span });
    return undefined;
  },
  log: (node, label, diagnostics) => {
    const log = text(node, label, diagnostics);
    return log === undefined ? undefined : checked({ log })(node, label, diagnostics);
  },
};

function checked(check: ReadyCheck): Convert<ReadyCheck> {
  return (node, label, diagnostics) => {
    const problem = readyProblem(check);
    if (problem === undefined) return check;
    diagnostics.error({ code: 'wrong-value', message: `${label} ${problem}`, at: node.span });
    return undefined;
  };
}
