import { isUtf8 } from 'node:buffer';
import type { RunEvent } from './events.js';
import type { Reporter } from './reporter.js';
import { type Sink, SinkWriter } from './sink.js';

/** Version of the JSON events; a change that breaks readers raises it. */
export const JSON_EVENTS_VERSION = 1;

/** Writes each event as one line of JSON (docs/events.md). */
export class JsonReporter implements Reporter {
  private readonly out: SinkWriter;

  constructor(out: Sink) {
    this.out = new SinkWriter(out);
  }

  event(event: RunEvent): void | Promise<void> {
    this.out.write(`${jsonEvent(event)}\n`);
    return this.out.whenDrained();
  }
}

/** An event as JSON, on one line. */
export function jsonEvent(event: RunEvent): string {
  return JSON.stringify({ version: JSON_EVENTS_VERSION, ...jsonFields(event) });
}

function jsonFields(event: RunEvent): object {
  if (event.type !== 'log') return event;
  const { bytes, ...rest } = event;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  return isUtf8(bytes) ? { ...rest, text } : { ...rest, text, base64: buffer.toString('base64') };
}
