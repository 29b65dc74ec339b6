import { EventEmitter, once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Clock } from '../../clock.js';

/** Longest piece of a line that is stored in one; longer lines are stored in several, as container runtimes do. */
const LONGEST_PIECE = 16 * 1024;
/** Bytes read at a time. */
const BLOCK = 64 * 1024;
const NANOSECONDS = 1_000_000n;

/** One stored piece of a log: a line, or a part of one that goes on in the next piece or was never ended. */
export interface LogPiece {
  /** RFC 3339 with nanoseconds. */
  readonly at: string;
  readonly text: Buffer;
  /** The line ends here. */
  readonly whole: boolean;
}

/** The log of one container on disk: pieces with the time of their arrival, no two at the same nanosecond. */
export class LogFile {
  private readonly fd: number;
  private readonly news = new EventEmitter();
  private size = 0;
  private lastStamp = 0n;
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
      rest = this.split(Buffer.concat([rest, chunk]), name);
    });
    await once(stream, 'close');
    if (rest.length > 0) this.store(rest, name, 'P');
  }

  /** No more is coming: followers reach their end. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    closeSync(this.fd);
    this.news.emit('news');
  }

  /** Every piece from the start; with `follow`, also those to come until the log ends or the signal aborts. */
  async *pieces(options: { readonly follow: boolean; readonly signal: AbortSignal }): AsyncGenerator<LogPiece> {
    // Open throughout: who reads gets to the end, also when the pod and its logs are removed meanwhile.
    const file = await open(this.path);
    try {
      const block = Buffer.alloc(BLOCK);
      let offset = 0;
      let rest: Buffer = Buffer.alloc(0);
      for (;;) {
        const ended = this.ended;
        const { bytesRead } = await file.read(block, 0, BLOCK, offset);
        offset += bytesRead;
        const lines = Buffer.concat([rest, block.subarray(0, bytesRead)]);
        let from = 0;
        for (let at = lines.indexOf(10); at >= 0; at = lines.indexOf(10, from)) {
          yield parsePiece(lines.subarray(from, at));
          from = at + 1;
        }
        rest = lines.subarray(from);
        if (bytesRead > 0) continue;
        if (!options.follow || ended) return;
        if (this.size === offset && !this.ended) await once(this.news, 'news', { signal: options.signal });
      }
    } finally {
      await file.close();
    }
  }

  private split(data: Buffer, name: string): Buffer {
    let from = 0;
    for (;;) {
      const at = data.indexOf(10, from);
      const length = (at < 0 ? data.length : at) - from;
      if (length > LONGEST_PIECE) {
        this.store(data.subarray(from, from + LONGEST_PIECE), name, 'P');
        from += LONGEST_PIECE;
      } else if (at >= 0) {
        this.store(data.subarray(from, at), name, 'F');
        from = at + 1;
      } else return data.subarray(from);
    }
  }

  private store(text: Buffer, name: string, tag: 'F' | 'P'): void {
    if (this.ended) return;
    const record = Buffer.concat([Buffer.from(`${this.stamp()} ${name} ${tag} `), text, Buffer.from('\n')]);
    writeSync(this.fd, record);
    this.size += record.length;
    this.news.emit('news');
  }

  private stamp(): string {
    const now = BigInt(this.clock.now()) * NANOSECONDS;
    this.lastStamp = now > this.lastStamp ? now : this.lastStamp + 1n;
    const seconds = new Date(Number(this.lastStamp / NANOSECONDS)).toISOString().slice(0, 19);
    return `${seconds}.${String(this.lastStamp % 1_000_000_000n).padStart(9, '0')}Z`;
  }
}

function parsePiece(line: Buffer): LogPiece {
  const first = line.indexOf(32);
  const second = line.indexOf(32, first + 1);
  return { at: line.toString('latin1', 0, first), whole: line[second + 1] === 70, text: line.subarray(second + 3) };
}
