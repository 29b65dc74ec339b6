import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { badRequest } from '../api/status.js';
import type { LogFile } from './log-file.js';

/** What a client asks of a log. */
export interface LogQuery {
  readonly follow: boolean;
  readonly timestamps: boolean;
  readonly tailLines?: number;
  readonly limitBytes?: number;
  /** Milliseconds since 1970; earlier pieces are left out. */
  readonly since?: number;
}

/** @param now - milliseconds since 1970, for `sinceSeconds` */
export function parseLogQuery(query: URLSearchParams, now: number): LogQuery {
  const sinceSeconds = integer(query, 'sinceSeconds');
  const sinceTime = query.get('sinceTime');
  if (sinceTime !== null && Number.isNaN(Date.parse(sinceTime)))
    throw badRequest(`parsing time ${JSON.stringify(sinceTime)}: cannot parse`);
  return {
    follow: query.get('follow') === 'true' || query.get('follow') === '1',
    timestamps: query.get('timestamps') === 'true' || query.get('timestamps') === '1',
    tailLines: integer(query, 'tailLines'),
    limitBytes: integer(query, 'limitBytes'),
    since: sinceTime !== null ? Date.parse(sinceTime) : sinceSeconds === undefined ? undefined : now - sinceSeconds * 1000,
  };
}

/** Sends a log; resolves when all is sent or the client is gone. */
export async function sendLog(log: LogFile, query: LogQuery, response: ServerResponse): Promise<void> {
  // a client may be gone before anybody listens
  if (response.destroyed) return;
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  response.writeHead(200, { 'Content-Type': 'text/plain' });
  response.flushHeaders();
  try {
    for await (const chunk of logBytes(log, query, gone.signal)) {
      if (!response.write(chunk)) await once(response, 'drain', { signal: gone.signal });
    }
    response.end();
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  }
}

async function* logBytes(log: LogFile, query: LogQuery, signal: AbortSignal): AsyncGenerator<Buffer> {
  let left = query.limitBytes ?? Number.POSITIVE_INFINITY;
  let skip = query.tailLines === undefined ? 0 : (await countLines(log, signal)) - query.tailLines;
  let lineStart = true;
  for await (const pieces of log.pieces({ follow: query.follow, signal })) {
    const parts: Buffer[] = [];
    for (const { stamp, text, whole } of pieces) {
      const atLineStart = lineStart;
      lineStart = whole;
      if (skip > 0) {
        if (whole) skip -= 1;
        continue;
      }
      if (query.since !== undefined && Date.parse(stamp.toString('latin1', 0, stamp.length - 1)) < query.since) continue;
      if (query.timestamps && atLineStart) parts.push(stamp);
      parts.push(text);
    }
    const bytes = Buffer.concat(parts);
    if (bytes.length > 0) yield bytes.subarray(0, left);
    left -= bytes.length;
    if (left <= 0) return;
  }
}

async function countLines(log: LogFile, signal: AbortSignal): Promise<number> {
  let lines = 0;
  let open = false;
  for await (const pieces of log.pieces({ follow: false, signal })) {
    lines += pieces.filter(({ whole }) => whole).length;
    open = pieces.at(-1)?.whole === false;
  }
  return open ? lines + 1 : lines;
}

function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}
