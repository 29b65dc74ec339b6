import { lastAtOrBefore } from './source.js';

/** Where the parts of a text were copied from. */
export class OffsetMap {
  /** Offsets in the text, and in what it was made of, at which what follows was copied from there. */
  private readonly starts: number[] = [0];
  private readonly origins: number[] = [0];

  /** Parts are added in the order of the text. */
  add(start: number, origin: number): void {
    this.starts.push(start);
    this.origins.push(origin);
  }

  /** The offset that one in the text comes from; what was put in is where the next part begins. */
  originOf(offset: number): number {
    const index = lastAtOrBefore(this.starts, offset);
    const origin = (this.origins[index] ?? 0) + offset - (this.starts[index] ?? 0);
    return Math.min(origin, this.origins[index + 1] ?? origin);
  }
}
