import { EventEmitter, once } from 'node:events';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Clock } from '../../clock.js';

/** Longest piece of a line that is stored in one; longer lines are stored in several, as container runtimes do. */
const LONGEST_PIECE = 16 * 1024;
/** Bytes read at a time. */
const BLOCK = 64 * 1024;
const NANOSECONDS = 1_000_000;

/** How a record begins: `STAMP stdout F `. */
const STAMP_LENGTH = '2006-01-02T15:04:05.000000000Z'.length;
const TAG_AT = STAMP_LENGTH + ' stdout '.length;
const TEXT_AT = TAG_AT + 'F '.length;
const WHOLE = 'F'.charCodeAt(0);
const NEWLINE = Buffer.from('\n');

/** One stored piece of a log: a line, or a part of one that goes on in the next piece or was never ended. */
export interface LogPiece {
  /** RFC 3339 with nanoseconds, and a space. */
  readonly stamp: Buffer;
  /** With the line feed of a line that ends here. */
  readonly text: Buffer;
  /** The line ends here. */
  readonly whole: boolean;
}

/** The log of one container on disk: pieces with the time of their arrival, no two at the same nanosecond. */
export class LogFile {
  private readonly fd: number;
  private readonly news = new EventEmitter();
  private size = 0;
  /** The last stamp: milliseconds since 1970, nanoseconds beyond them, and the milliseconds as text. */
  private ms = 0;
  private nanoseconds = 0;
  private msText = '';
  private ended = false;

  constructor(
    private readonly path: string,
    private readonly clock: Clock,
  ) {
    this.fd = openSync(path, 'a');
    this.news.setMaxListeners(0);
  }

  /** Stores what a stream says; resolves when it has ended. */
  async drain(stream: Readable, name: 'stdout' | 'stderr'): Promise<void> {
    let rest: Buffer = Buffer.alloc(0);
    stream.on('data', (chunk: Buffer) => {
      const records: Buffer[] = [];
      rest = this.split(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]), { name, records });
      this.write(records);
    });
    await once(stream, 'close');
    if (rest.length > 0) this.write(this.recordOf(rest, name, 'P'));
  }

  /** No more is coming: followers reach their end. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    closeSync(this.fd);
    this.news.emit('news');
  }

  /** Every piece from the start, as many at a time as are read; with `follow`, also those to come until the log ends or the signal aborts. */
  async *pieces(options: { readonly follow: boolean; readonly signal: AbortSignal }): AsyncGenerator<readonly LogPiece[]> {
    // Open throughout: who reads gets to the end, also when the pod and its logs are removed meanwhile.
    const file = openSync(this.path, 'r');
    try {
      const block = Buffer.alloc(BLOCK);
      let offset = 0;
      let rest: Buffer = Buffer.alloc(0);
      for (;;) {
        const ended = this.ended;
        // not in a thread: a clock that leaps would not know that somebody waits for it
        const bytesRead = readSync(file, block, 0, BLOCK, offset);
        offset += bytesRead;
        const lines = Buffer.concat([rest, block.subarray(0, bytesRead)]);
        const pieces: LogPiece[] = [];
        let from = 0;
        for (let at = lines.indexOf(10); at >= 0; at = lines.indexOf(10, from)) {
          pieces.push(parsePiece(lines, from, at));
          from = at + 1;
        }
        rest = lines.subarray(from);
        if (pieces.length > 0) yield pieces;
        if (bytesRead > 0) continue;
        if (!options.follow || ended) return;
        if (this.size === offset && !this.ended) await once(this.news, 'news', { signal: options.signal });
      }
    } finally {
      closeSync(file);
    }
  }

  private split(data: Buffer, { name, records }: { readonly name: string; readonly records: Buffer[] }): Buffer {
    let from = 0;
    for (;;) {
      const at = data.indexOf(10, from);
      const length = (at < 0 ? data.length : at) - from;
      if (length > LONGEST_PIECE) {
        records.push(...this.recordOf(data.subarray(from, from + LONGEST_PIECE), name, 'P'));
        from += LONGEST_PIECE;
      } else if (at >= 0) {
        records.push(...this.recordOf(data.subarray(from, at), name, 'F'));
        from = at + 1;
      } else return data.subarray(from);
    }
  }

  private recordOf(text: Buffer, name: string, tag: 'F' | 'P'): readonly [Buffer, Buffer, Buffer] {
    return [Buffer.from(`${this.stamp()} ${name} ${tag} `, 'latin1'), text, NEWLINE];
  }

  private write(records: readonly Buffer[]): void {
    if (this.ended || records.length === 0) return;
    const bytes = Buffer.concat(records);
    writeSync(this.fd, bytes);
    this.size += bytes.length;
    this.news.emit('news');
  }

  private stamp(): string {
    const now = Math.max(this.clock.now(), this.ms + (this.nanoseconds + 1 === NANOSECONDS ? 1 : 0));
    this.nanoseconds = now > this.ms ? 0 : this.nanoseconds + 1;
    if (now > this.ms) this.msText = new Date(now).toISOString().slice(0, -1);
    this.ms = now;
    return `${this.msText}${String(this.nanoseconds).padStart(6, '0')}Z`;
  }
}

function parsePiece(lines: Buffer, from: number, end: number): LogPiece {
  const whole = lines[from + TAG_AT] === WHOLE;
  return {
    stamp: lines.subarray(from, from + STAMP_LENGTH + 1),
    whole,
    text: lines.subarray(from + TEXT_AT, whole ? end + 1 : end),
  };
}
