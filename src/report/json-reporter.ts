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
    this.out.gather(`${jsonEvent(event)}\n`);
    return this.out.whenDrained();
  }

  close(): void {
    this.out.flush();
  }
}

/** An event as JSON, on one line. */
export function jsonEvent(event: RunEvent): string {
  const version = JSON_EVENTS_VERSION;
  if (event.type !== 'log') return JSON.stringify({ version, ...event });
  const { type, at, step, attempt, line, bytes } = event;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const base64 = isUtf8(bytes) ? undefined : buffer.toString('base64');
  return JSON.stringify({ version, type, at, step, attempt, line, text: buffer.toString('utf8'), base64 });
}
