export interface Span {
  readonly start: number;
  /** Behind the last byte. */
  readonly end: number;
}

const ROOT = 0;

/**
 * Finds all occurrences of many patterns in one pass (Aho and Corasick): the states are the beginnings of patterns,
 * held in plain arrays because there may be a million.
 */
export class ByteSearch {
  /** Of each state: its last byte, its first longer one, the next that is like it but for the last byte. */
  private readonly byte: number[] = [0];
  private readonly child: number[] = [0];
  private readonly sibling: number[] = [0];
  /** The longest other state that it ends in. */
  private readonly fallback: number[] = [0];
  /** Length of the longest pattern that it ends in. */
  private readonly match: number[] = [0];
  /** States of one byte and of two: so many begin there that a search among siblings would take long. */
  private readonly first = new Int32Array(256);
  private readonly second = new Int32Array(256 * 256);

  constructor(patterns: Iterable<Uint8Array>) {
    for (const pattern of patterns) this.add(pattern);
    this.link();
  }

  /** True where there is nothing to be found. */
  get isEmpty(): boolean {
    return this.byte.length === 1;
  }

  /** Where the bytes are part of a pattern; spans that overlap or touch are one. */
  spansIn(bytes: Uint8Array): readonly Span[] {
    const spans: { start: number; end: number }[] = [];
    let state = ROOT;
    for (let index = 0; index < bytes.length; index++) {
      state = this.step(state, bytes[index] ?? 0);
      const length = this.match[state] ?? 0;
      if (length === 0) continue;
      let start = index + 1 - length;
      for (let last = spans.at(-1); last !== undefined && last.end >= start; last = spans.at(-1)) {
        start = Math.min(start, last.start);
        spans.pop();
      }
      spans.push({ start, end: index + 1 });
    }
    return spans;
  }

  private step(from: number, byte: number): number {
    let state = from;
    while (state !== ROOT) {
      const next = this.longer(state, byte);
      if (next !== ROOT) return next;
      state = this.fallback[state] ?? ROOT;
    }
    return this.longer(ROOT, byte);
  }

  /** The state that is one byte longer; the root where there is none. */
  private longer(state: number, byte: number): number {
    if (state === ROOT) return this.first[byte] ?? ROOT;
    const last = this.byte[state] ?? 0;
    if (this.first[last] === state) return this.second[last * 256 + byte] ?? ROOT;
    let next = this.child[state] ?? ROOT;
    while (next !== ROOT && this.byte[next] !== byte) next = this.sibling[next] ?? ROOT;
    return next;
  }

  private add(pattern: Uint8Array): void {
    let state = ROOT;
    for (const byte of pattern) state = this.longer(state, byte) || this.grow(state, byte);
    if (state !== ROOT) this.match[state] = pattern.length;
  }

  private grow(state: number, byte: number): number {
    const next = this.byte.length;
    this.byte.push(byte);
    this.child.push(ROOT);
    this.sibling.push(this.child[state] ?? ROOT);
    this.fallback.push(ROOT);
    this.match.push(0);
    this.child[state] = next;
    const last = this.byte[state] ?? 0;
    if (state === ROOT) this.first[byte] = next;
    else if (this.first[last] === state) this.second[last * 256 + byte] = next;
    return next;
  }

  /** Breadth first: what a state falls back to is shorter, and linked before it. */
  private link(): void {
    const queue = [...this.first].filter((state) => state !== ROOT);
    for (const state of queue) {
      for (let next = this.child[state] ?? ROOT; next !== ROOT; next = this.sibling[next] ?? ROOT) {
        const fallback = this.step(this.fallback[state] ?? ROOT, this.byte[next] ?? 0);
        this.fallback[next] = fallback;
        this.match[next] ||= this.match[fallback] ?? 0;
        queue.push(next);
      }
    }
  }
}
