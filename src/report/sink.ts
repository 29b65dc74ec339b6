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

/** Writes to a sink and remembers whether its reader is behind. */
export class SinkWriter {
  private drained: Promise<void> | undefined;

  constructor(private readonly sink: Sink) {}

  write(chunk: string | Uint8Array): void {
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
