import { Duplex } from 'node:stream';

/**
 * One end of a connection within this process. What is written to it comes out of the other end in the same turn of the
 * event loop, so that who waits until nothing happens any more need not ask the system what is on its way.
 */
class ConnectionEnd extends Duplex {
  other?: ConnectionEnd;

  constructor() {
    super({ allowHalfOpen: false });
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    // not at once: who writes does not expect to be called back before it is done
    process.nextTick(() => {
      if (!this.other?.readableEnded && !this.other?.destroyed) this.other?.push(chunk);
      done();
    });
  }

  override _final(done: () => void): void {
    this.endOther();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.endOther();
    done(error);
  }

  // what HTTP asks of a socket; nobody is away here

  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  private endOther(): void {
    process.nextTick(() => this.other?.push(null));
  }
}

/** Both ends of a new connection. */
export function connectionPair(): readonly [Duplex, Duplex] {
  const [one, other] = [new ConnectionEnd(), new ConnectionEnd()];
  [one.other, other.other] = [other, one];
  return [one, other];
}
