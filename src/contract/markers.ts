import { InternalError } from '../errors.js';

/** What a step's shell and the runner say to each other: environment variables, a line or two in, two lines out. */

/** Set in a pod that is held: its script waits for the {@link gateLine}. */
export const GATE_VARIABLE = 'PODLINE_GATE';
/** Set by the runner in every pod with a script; without it the log has neither marker nor trailer. */
export const NONCE_VARIABLE = 'PODLINE_NONCE';
/** Set where the container of a script that failed stays until it is told {@link releaseLine}, or is stopped. */
export const DEBUG_VARIABLE = 'PODLINE_DEBUG';
/** Exit status of a held pod that was not let through: no start marker is in its log then. */
export const GATE_STATUS = 125;

export const GATE_WORD = 'go';
export const RELEASE_WORD = 'done';
export const START_WORD = 'podline-start';
export const END_WORD = 'podline-end';

/** ASCII "record separator": begins every marker, and hardly any line of a program's output. */
const SEPARATOR = '\u001e';
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*=[A-Za-z0-9_.:/-]*$/;

/** A line of a log that the step's shell wrote, not the script. */
export type Marker = { readonly type: 'start' } | { readonly type: 'end'; readonly exitCode: number };

/** First line of the log: the script starts now. */
export function startMarker(nonce: string): string {
  return `${SEPARATOR}${START_WORD} ${nonce}\n`;
}

/** Last bytes of the log. The line feed at its beginning is not the script's: it ends an unfinished line, or adds an empty one. */
export function endTrailer(nonce: string, exitCode: number): string {
  return `\n${SEPARATOR}${END_WORD} ${nonce} ${exitCode}\n`;
}

/**
 * The line that lets a held script go, with the variables that exist only now.
 *
 * @throws InternalError - a name or a value that the gate would refuse
 */
export function gateLine(nonce: string, variables: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const refused = pairs.find((pair) => !VARIABLE.test(pair));
  if (refused !== undefined) throw new InternalError(`the gate does not take the variable ${JSON.stringify(refused)}`);
  return `${[GATE_WORD, nonce, ...pairs].join(' ')}\n`;
}

/** The line that ends a container whose script has failed, and that was kept. */
export function releaseLine(nonce: string): string {
  return `${RELEASE_WORD} ${nonce}\n`;
}

/** The marker that a line of the log (without its line feed) is; undefined for output, and for markers of another nonce. */
export function readMarker(line: Uint8Array | string, nonce: string): Marker | undefined {
  if (!beginsWithSeparator(line)) return undefined;
  const text = typeof line === 'string' ? line : new TextDecoder().decode(line);
  const [word, owner, exitCode, ...rest] = text.slice(SEPARATOR.length).split(' ');
  if (owner !== nonce || rest.length > 0) return undefined;
  if (word === START_WORD && exitCode === undefined) return { type: 'start' };
  if (word === END_WORD && exitCode !== undefined && /^\d{1,3}$/.test(exitCode)) return { type: 'end', exitCode: Number(exitCode) };
  return undefined;
}

/** Looked at first: lines may be megabytes long, and are not decoded for nothing. */
function beginsWithSeparator(line: Uint8Array | string): boolean {
  return typeof line === 'string' ? line.startsWith(SEPARATOR) : line[0] === SEPARATOR.charCodeAt(0);
}
