import type http from 'node:http';
import type { Clock } from '../clock.js';
import { LineCutter } from './line-cutter.js';
import { LATE, within } from './within.js';

/** What comes out of a streamed answer. */
export type Arrival =
  | { readonly type: 'lines'; readonly lines: readonly Uint8Array[] }
  /** Nothing came for a while. */
  | { readonly type: 'silence' }
  /** A clean end; `rest` is a last line without a newline, often empty. */
  | { readonly type: 'end'; readonly rest: Uint8Array }
  /** The connection was cut, or the request aborted. */
  | { readonly type: 'broken'; readonly cause: unknown };

export interface ArrivalOptions {
  readonly clock: Clock;
  /** After how long silence is told, and told again. */
  readonly silenceMs: number;
}

/** Reads an answer line by line; whoever stops reading closes the connection. */
export async function* arrivals(answer: http.IncomingMessage, { clock, silenceMs }: ArrivalOptions): AsyncGenerator<Arrival, void> {
  const chunks: AsyncIterator<Uint8Array> = answer[Symbol.asyncIterator]();
  const cutter = new LineCutter();
  const nextArrival = async (): Promise<Arrival> => {
    try {
      const { done, value } = await chunks.next();
      return done ? { type: 'end', rest: cutter.rest() } : { type: 'lines', lines: cutter.push(value) };
    } catch (cause) {
      return { type: 'broken', cause };
    }
  };
  let next = nextArrival();
  try {
    for (;;) {
      const arrival = await within(next, silenceMs, clock);
      yield arrival === LATE ? { type: 'silence' } : arrival;
      if (arrival === LATE) continue;
      if (arrival.type === 'end' || arrival.type === 'broken') return;
      next = nextArrival();
    }
  } finally {
    answer.destroy();
  }
}
