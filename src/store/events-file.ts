import { createReadStream } from 'node:fs';
import { UsageError } from '../errors.js';
import type { RunEvent } from '../report/events.js';
import { JSON_EVENTS_VERSION } from '../report/json-reporter.js';

/** An event as it was written: the bytes of a line as text, or as base64 where they are none. */
export type SavedEvent =
  | Exclude<RunEvent, { type: 'log' }>
  | (Omit<Extract<RunEvent, { type: 'log' }>, 'bytes'> & { readonly text?: string; readonly base64?: string });

/** The events that were written to a file, by `--output json` or by a run that saved itself. */
export async function* eventsIn(file: string): AsyncIterable<SavedEvent> {
  for await (const line of linesOf(file)) {
    const event = parse(line);
    if (event?.version !== JSON_EVENTS_VERSION)
      throw new UsageError(`"${file}" does not hold the events of a run as this version of podline writes them`, {
        code: 'unreadable-file',
        hint: 'the events of a run are what podline run --output json prints, and what it saves in .podline/runs',
      });
    yield event;
  }
}

function parse(line: string): (SavedEvent & { readonly version: unknown }) | undefined {
  try {
    return JSON.parse(line) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The line of a log as text: bytes that are none have replacement characters in their place. */
export function textOf({ text = '' }: Extract<SavedEvent, { type: 'log' }>): string {
  return text;
}

/** The line of a log as it was. */
export function withBytes({ text = '', base64, ...rest }: Extract<SavedEvent, { type: 'log' }>): Extract<RunEvent, { type: 'log' }> {
  return { ...rest, bytes: base64 === undefined ? Buffer.from(text) : Buffer.from(base64, 'base64') };
}

/** The complete lines of a file. A runner that was killed leaves half of one; `node:readline` would also part at U+2028. */
async function* linesOf(file: string): AsyncIterable<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1024 * 1024 })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
