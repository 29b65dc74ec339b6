import { EventEmitter } from 'node:events';
import type { RunEvent } from '../../../src/report/events.js';
import type { Reporter } from '../../../src/report/reporter.js';
import type { Sink } from '../../../src/report/sink.js';

/** A sink that keeps what it is given; `ready` says whether its reader keeps up. */
export class FakeSink extends EventEmitter implements Sink {
  ready = true;
  destroyed = false;
  readonly chunks: Buffer[];

  constructor(options: { readonly isTTY?: boolean; readonly into?: Buffer[] } = {}) {
    super();
    this.isTTY = options.isTTY ?? false;
    this.chunks = options.into ?? [];
  }

  readonly isTTY: boolean;

  write(chunk: string | Uint8Array): boolean {
    this.chunks.push(Buffer.from(chunk));
    return this.ready;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }
}

/** Both outputs, as `2>&1` shows them. */
export function merged(options: { readonly isTTY?: boolean } = {}): { readonly out: FakeSink; readonly err: FakeSink } {
  const into: Buffer[] = [];
  return { out: new FakeSink({ ...options, into }), err: new FakeSink({ ...options, into }) };
}

export async function play(reporter: Reporter, events: readonly RunEvent[]): Promise<void> {
  for (const event of events) await reporter.event(event);
}
