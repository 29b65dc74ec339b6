const NEWLINE = 0x0a;

/** Cuts a stream of bytes into lines, wherever the chunks end; bytes that are no valid text pass as they are. */
export class LineCutter {
  private parts: Uint8Array[] = [];

  /** The lines that the chunk completes, without their newlines. */
  push(chunk: Uint8Array): Uint8Array[] {
    const lines: Uint8Array[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.parts.push(chunk.subarray(start, end));
      lines.push(this.rest());
      start = end + 1;
    }
    if (start < chunk.length) this.parts.push(chunk.subarray(start));
    return lines;
  }

  /** What is left without a newline; begins anew. */
  rest(): Uint8Array {
    const [only = new Uint8Array(), ...more] = this.parts;
    const line = more.length === 0 ? only : Buffer.concat(this.parts);
    this.parts = [];
    return line;
  }
}
