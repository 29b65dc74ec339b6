import type { Cluster } from '../cluster/cluster.js';
import { STEP_CONTAINER } from '../contract/annotations.js';
import { readMarker } from '../contract/markers.js';
import type { RunEvent } from '../report/events.js';
import type { Mask } from './mask.js';

const LAST_LINES = 20;

export interface TailOptions {
  readonly step: string;
  readonly attempt: number;
  readonly pod: string;
  /** What the shell's marker and trailer are known by; both are left out of the log. */
  readonly nonce: string;
  readonly mask: Mask;
  /** True once the container is known to have ended. */
  readonly ended: () => boolean;
  readonly emit: (event: RunEvent) => Promise<void>;
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
}

/** Reads the log of a step to its end and reports each line of it. */
export async function tail(cluster: Pick<Cluster, 'followLog'>, options: TailOptions): Promise<Tail> {
  const { step, attempt, nonce, mask, emit, signal } = options;
  const lastLines: string[] = [];
  let lines = 0;
  let startedAt: number | undefined;
  let finishedAt: number | undefined;
  const line = async (at: string, raw: Uint8Array) => {
    const bytes = mask(raw);
    lines++;
    lastLines.push(Buffer.from(bytes).toString());
    if (lastLines.length > LAST_LINES) lastLines.shift();
    await emit({ type: 'log', at, step, attempt, line: lines, bytes });
  };
  // an empty line before the trailer is the trailer's, not the script's: it waits for the line after it
  let empty: string | undefined;
  const complete = () => finishedAt !== undefined;
  for await (const entry of cluster.followLog(options.pod, { container: STEP_CONTAINER, ended: options.ended, complete, signal })) {
    const marker = entry.type === 'line' ? readMarker(entry.bytes, nonce) : undefined;
    if (empty !== undefined && marker?.type !== 'end') await line(empty, new Uint8Array());
    empty = undefined;
    // a line behind the trailer is a line: a script may have forged the trailer, or left a child behind
    finishedAt = entry.type === 'line' && marker?.type === 'end' ? Date.parse(entry.at) : undefined;
    if (entry.type === 'gap') await emit({ type: 'log-gap', at: options.now(), step, attempt, message: entry.message });
    else if (marker?.type === 'start') startedAt ??= Date.parse(entry.at);
    else if (marker?.type === 'end') continue;
    else if (entry.bytes.length === 0) empty = entry.at;
    else await line(entry.at, entry.bytes);
  }
  if (empty !== undefined) await line(empty, new Uint8Array());
  return { lines, lastLines, startedAt, finishedAt };
}
