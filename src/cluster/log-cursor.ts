/**
 * How many different stamps are remembered: more than lines come out of order. The runtime stamps a line before it writes
 * it; on a busy node thousands of lines of the other output get between (seen: one of 4,000 with 256 remembered).
 */
const REMEMBERED = 32_768;
/** Stamps this much older than the newest are forgotten beyond a few: no line comes so late. */
const LATE_MS = 5000;
const FEW = 256;

/** What a line is to a reader that comes back: old, new, or new after lines that are missing. */
export type Position = 'seen' | 'new' | 'new-after-gap';

/**
 * Knows which lines of a log were delivered, so that reading can begin again a little earlier without a line lost or doubled.
 * Stamps alone do not do: lines share them, and lines of standard output and standard error may stand in the log in
 * another order than their stamps. So the last stamps are counted, and a reading starts at the second before them; what was
 * delivered is then a prefix of it.
 */
export class LogCursor {
  /** Lines delivered for each of the last stamps, oldest delivered first. */
  private readonly counts = new Map<string, number>();
  /** Everything up to this stamp and not in `counts` was delivered. */
  private horizon: string | undefined;
  /** Delivered lines that the reading under way may still repeat; undefined once it is past them. */
  private repeats: Map<string, number> | undefined;
  private repeated = false;

  /** @param after the last stamp that an earlier reader delivered. */
  constructor(after?: string) {
    this.horizon = after;
    this.restart();
  }

  /** From where the log has to be read, in whole seconds as Kubernetes has it; undefined: from its beginning. */
  get sinceTime(): string | undefined {
    if (this.horizon === undefined) return undefined;
    // the node leaves out what is stamped earlier, also a late line that stands behind ones of the next second
    return new Date(Math.floor(Date.parse(this.horizon) / 1000) * 1000 - 1000).toISOString().replace('.000Z', 'Z');
  }

  /** The log is read again, from {@link sinceTime}. */
  restart(): void {
    this.repeats = new Map(this.counts);
    this.repeated = false;
  }

  /** Takes the next line of the reading. */
  take(at: string): Position {
    if (this.repeats && this.isRepeat(at, this.repeats)) {
      this.repeated = true;
      return 'seen';
    }
    // the node throws away the oldest lines first: a reading without one known line begins after lines that are lost
    const gap = this.repeats !== undefined && !this.repeated && (this.horizon !== undefined || this.counts.size > 0);
    this.repeats = undefined;
    this.remember(at);
    return gap ? 'new-after-gap' : 'new';
  }

  private isRepeat(at: string, repeats: Map<string, number>): boolean {
    const left = repeats.get(at);
    if (left !== undefined) {
      repeats.set(at, left - 1);
      return left > 0;
    }
    return this.horizon !== undefined && at <= this.horizon;
  }

  private remember(at: string): void {
    this.counts.set(at, (this.counts.get(at) ?? 0) + 1);
    while (this.counts.size > FEW) {
      const [oldest = at] = this.counts.keys();
      if (this.counts.size <= REMEMBERED && Date.parse(at) - Date.parse(oldest) < LATE_MS) return;
      this.counts.delete(oldest);
      if (this.horizon === undefined || oldest > this.horizon) this.horizon = oldest;
    }
  }
}
