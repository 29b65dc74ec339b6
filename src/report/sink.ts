/** Where output goes: the part of a `Writable` that reporters use. */
export interface Sink {
  /** True where a person looks at it. */
  readonly isTTY?: boolean;
  readonly destroyed?: boolean;
  /** False when the reader is behind: the caller should wait for `drain`. */
  write(chunk: string | Uint8Array): boolean;
  once(event: 'drain' | 'close', listener: () => void): unknown;
  removeListener(event: 'drain' | 'close', listener: () => void): unknown;
}

/** The two outputs of a program. */
export interface Sinks {
  readonly out: Sink;
  readonly err: Sink;
}

/** As much is written in one at most, but for a single piece that is larger. */
const BLOCK = 64 * 1024;

/** Writes to a sink and remembers whether its reader is behind. */
export class SinkWriter {
  private drained: Promise<void> | undefined;

  /** What waits to be written in one. */
  private gathered: (string | Uint8Array)[] = [];
  private size = 0;

  constructor(private readonly sink: Sink) {}

  /** Writes at once. */
  write(chunk: string | Uint8Array): void {
    this.flush();
    this.send(chunk);
  }

  /** Writes soon: what comes at the same time goes out in one. */
  gather(...parts: readonly (string | Uint8Array)[]): void {
    if (this.size === 0) queueMicrotask(() => this.flush());
    for (const part of parts) {
      this.gathered.push(part);
      this.size += part.length;
    }
    if (this.size >= BLOCK) this.flush();
  }

  /** Writes what was gathered. */
  flush(): void {
    if (this.size === 0) return;
    const block = inOne(this.gathered);
    this.gathered = [];
    this.size = 0;
    this.send(block);
  }

  private send(chunk: string | Uint8Array): void {
    const ready = this.sink.write(chunk);
    // A destroyed sink never drains; whoever owns the stream hears of its error.
    if (!ready && !this.sink.destroyed) this.drained ??= this.untilDrained();
  }

  /** Resolves when the reader has caught up or is gone; `undefined` when there is nothing to wait for. */
  whenDrained(): Promise<void> | undefined {
    return this.drained;
  }

  private untilDrained(): Promise<void> {
    const { sink } = this;
    return new Promise((resolve) => {
      const done = (): void => {
        sink.removeListener('drain', done);
        sink.removeListener('close', done);
        this.drained = undefined;
        resolve();
      };
      sink.once('drain', done);
      sink.once('close', done);
    });
  }
}

function inOne(parts: readonly (string | Uint8Array)[]): string | Uint8Array {
  const texts = parts.filter((part) => typeof part === 'string');
  if (texts.length === parts.length) return texts.join('');
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}
