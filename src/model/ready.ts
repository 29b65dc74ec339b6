import { compilePattern } from './pattern.js';

/**
 * How it is found out whether a service, or a detached step, can be relied on: a command in its container succeeds, an HTTP
 * request to `port/path` is answered with 200 to 399, a TCP port is open, or a line of its log matches a pattern (RE2).
 */
export type ReadyCheck =
  | { readonly exec: readonly string[] }
  | { readonly http: string }
  | { readonly tcp: number }
  | { readonly log: string };

/** What others wait for before they rely on it, and for how long. */
export type ReadyRule = ReadyCheck & { readonly timeoutSeconds: number };

export const READY_CHECKS = ['exec', 'http', 'tcp', 'log'] as const;
export const DEFAULT_READY_SECONDS = 60;

const HTTP = /^:?(\d{1,5})(\/\S*)?$/;

/** Port and path of an HTTP check such as `8080/health`; undefined for any other text. */
export function parseHttpCheck(text: string): { readonly port: number; readonly path: string } | undefined {
  const [, port, path = '/'] = HTTP.exec(text) ?? [];
  return port !== undefined && isPort(Number(port)) ? { port: Number(port), path } : undefined;
}

/** What is wrong with a check, as the end of a sentence that begins with its name. */
export function readyProblem(check: ReadyCheck): string | undefined {
  if ('exec' in check) return check.exec.length === 0 ? 'has no command' : undefined;
  if ('http' in check) return parseHttpCheck(check.http) ? undefined : `must be port/path such as 8080/health, not "${check.http}"`;
  if ('tcp' in check) return isPort(check.tcp) ? undefined : `must be a port from 1 to 65535, not ${check.tcp}`;
  const pattern = compilePattern(check.log);
  return 'problem' in pattern ? pattern.problem : undefined;
}

/** The check that declared ports stand for: that the first one of TCP is open. */
export function checkOfPorts(ports: readonly (number | string)[]): ReadyCheck | undefined {
  const [first] = ports.map(String).filter((port) => /^\d+(\/tcp)?$/i.test(port));
  return first === undefined ? undefined : { tcp: Number.parseInt(first, 10) };
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}
