import { type Cluster, type LastLine, type LogEntry, ROTATED } from '../cluster/cluster.js';
import { STEP_CONTAINER } from '../contract/annotations.js';
import { type Marker, readMarker } from '../contract/markers.js';
import type { RunEvent, SeenLog } from '../report/events.js';
import type { Mask } from './mask.js';
import { ReadAgain } from './read-again.js';

const LAST_LINES = 20;
/**
 * containerd's shim waits 2 s for what a container has printed to be taken, then closes the pipe: a node under load loses lines.
 * @see https://github.com/containerd/containerd/issues/11150
 */
const LOST_END = "the end of the log is missing: the line that podline's shell ends with is not there, its node has lost it";

export interface TailOptions {
  readonly step: string;
  readonly attempt: number;
  readonly pod: string;
  /** What the shell's marker and trailer are known by; both are left out of the log. */
  readonly nonce: string;
  readonly mask: Mask;
  /** Called before the first line, with its time in milliseconds since 1970: the script has begun. */
  readonly onBegun?: (at: number) => Promise<void>;
  /** Called with each line as it was written, also with those that were seen before. */
  readonly onLine?: (line: Uint8Array) => void;
  /** Called at a line that says how the script ended; should another line follow, it was forged. */
  readonly onTrailer?: (exitCode: number) => void;
  /** What another reader has read of it already: that is not reported again. */
  readonly seen?: SeenLog;
  /** True once the container is known to have ended. */
  readonly ended: () => boolean;
  /** True once podline's shell is known to have printed its trailer; whether it has begun is known from its log. */
  readonly owesTrailer: (hasBegun: boolean) => boolean;
  readonly emit: (event: RunEvent) => void | Promise<void>;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** What a log came to. */
export interface Tail {
  readonly lines: number;
  /** The last ones, masked. */
  readonly lastLines: readonly string[];
  /** When the script began and ended, on the node's clock, in milliseconds since 1970: finer than a pod's status, which has whole seconds. */
  readonly startedAt?: number;
  readonly finishedAt?: number;
  /** Exit code of the script by the last line of the log. */
  readonly exitCode?: number;
}

/** Reads the log of a step to its end and reports each line of it. */
export async function tail(cluster: Pick<Cluster, 'followLog'>, options: TailOptions): Promise<Tail> {
  const { step, attempt, nonce, mask, emit, onLine, onTrailer, seen, signal } = options;
  const lastLines: Uint8Array[] = [];
  const again = seen && new ReadAgain(seen);
  let lines = seen?.lines ?? 0;
  let startedAt: number | undefined;
  let end: { readonly at: number; readonly exitCode: number } | undefined;
  let hasBegun = false;
  // no line says how the script ended, and nothing was said to be missing
  let isCut = true;
  const gap = async (message: string) => {
    isCut = false;
    await emit({ type: 'log-gap', at: options.now(), step, attempt, message });
  };
  const line = (at: string, raw: Uint8Array) => {
    onLine?.(raw);
    const bytes = mask(raw);
    lastLines.push(bytes);
    if (lastLines.length > LAST_LINES) lastLines.shift();
    const position = again?.take(at) ?? 'new';
    if (position === 'seen') return undefined;
    lines++;
    const report = () => emit({ type: 'log', at, step, attempt, line: lines, bytes });
    return position === 'new' ? report() : gap(ROTATED).then(report);
  };
  // an empty line before the trailer is the trailer's, not the script's: it waits for the line after it
  let empty: string | undefined;
  const lastLine = (): LastLine => {
    if (end !== undefined) return 'seen';
    return isCut && options.owesTrailer(startedAt !== undefined) ? 'owed' : 'unknown';
  };
  const tell = (entry: LogEntry, marker: Marker | undefined) => {
    if (entry.type === 'gap') return gap(entry.message);
    if (marker === undefined && entry.bytes.length > 0) return line(entry.at, entry.bytes);
    if (marker === undefined) empty = entry.at;
    else if (marker.type === 'start') startedAt ??= Date.parse(entry.at);
    else {
      isCut = false;
      onTrailer?.(marker.exitCode);
    }
    return undefined;
  };
  const log = cluster.followLog(options.pod, { container: STEP_CONTAINER, ended: options.ended, lastLine, signal });
  for await (const entries of log) {
    if (!hasBegun) await options.onBegun?.(timeOfFirst(entries) ?? options.now());
    hasBegun = true;
    for (const entry of entries) {
      const marker = entry.type === 'line' ? readMarker(entry.bytes, nonce) : undefined;
      const before = empty !== undefined && marker?.type !== 'end' ? line(empty, new Uint8Array()) : undefined;
      // a log has millions of lines, and its reader is hardly ever behind
      if (before) await before;
      empty = undefined;
      // a line behind the trailer is a line: a script may have forged the trailer, or left a child behind
      end = entry.type === 'line' && marker?.type === 'end' ? { at: Date.parse(entry.at), exitCode: marker.exitCode } : undefined;
      const told = tell(entry, marker);
      if (told) await told;
    }
  }
  if (empty !== undefined) await line(empty, new Uint8Array());
  if (lastLine() === 'owed') await gap(LOST_END);
  const texts = lastLines.map((bytes) => Buffer.from(bytes).toString());
  return { lines, lastLines: texts, startedAt, finishedAt: end?.at, exitCode: end?.exitCode };
}

function timeOfFirst(entries: readonly LogEntry[]): number | undefined {
  const first = entries.find((entry) => entry.type === 'line');
  return first && Date.parse(first.at);
}
