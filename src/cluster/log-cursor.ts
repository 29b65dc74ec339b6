/**
 * How many different stamps are remembered: more than lines come out of order. The runtime stamps a line before it writes
 * it; on a busy node thousands of lines of the other output get between (seen: one of 4,000 with 256 remembered).
 */
const REMEMBERED = 32_768;
/** Stamps this much older than the newest are forgotten beyond a few: no line comes so late. */
const LATE_NS = 5e9;
const FEW = 256;
const SECOND_NS = 1e9;
const SECOND_LENGTH = '2006-01-02T15:04:05'.length;

/** What a line is to a reader that comes back: old, new, or new after lines that are missing. */
export type Position = 'seen' | 'new' | 'new-after-gap';

/**
 * Knows which lines of a log were delivered, so that reading can begin again a little earlier without a line lost or doubled.
 * Stamps alone do not do: lines share them, and lines of standard output and standard error may stand in the log in
 * another order than their stamps. So the last stamps are counted, and a reading starts at the second before them; what was
 * delivered is then a prefix of it.
 */
export class LogCursor {
  /** The last stamps, oldest delivered first; a stamp may come again later. Only a new reading needs to find one among them. */
  private stamps: number[] = [];
  /** How many lines in a row had each of them. */
  private counts: number[] = [];
  /** Those before it are forgotten. */
  private oldest = 0;
  /** Everything up to this stamp and not among the last ones was delivered. */
  private horizon: number | undefined;
  /** Delivered lines that the reading under way may still repeat; undefined once it is past them. */
  private repeats: Map<number, number> | undefined;
  private repeated = false;
  private firstSecond: number | undefined;
  /** Most lines are of the same second as the line before. */
  private lastSecond = { text: '', seconds: 0 };

  /** From where the log has to be read, in whole seconds as Kubernetes has it; undefined: from its beginning. */
  get sinceTime(): string | undefined {
    if (this.horizon === undefined) return undefined;
    // the node leaves out what is stamped earlier, also a late line that stands behind ones of the next second
    const second = (this.firstSecond ?? 0) + Math.floor(this.horizon / SECOND_NS) - 1;
    return new Date(second * 1000).toISOString().replace('.000Z', 'Z');
  }

  /** The log is read again, from {@link sinceTime}. */
  restart(): void {
    this.repeats = new Map();
    for (let index = this.oldest; index < this.stamps.length; index++) {
      const stamp = this.stamps[index] ?? 0;
      this.repeats.set(stamp, (this.repeats.get(stamp) ?? 0) + (this.counts[index] ?? 0));
    }
    this.repeated = false;
  }

  /** Takes the next line of the reading, stamped as `LogEntry` has it. */
  take(stamp: string): Position {
    const at = this.nanoseconds(stamp);
    if (this.repeats && this.isRepeat(at, this.repeats)) {
      this.repeated = true;
      return 'seen';
    }
    // the node throws away the oldest lines first: a reading without one known line begins after lines that are lost
    const gap = this.repeats !== undefined && !this.repeated && (this.horizon !== undefined || this.size > 0);
    this.repeats = undefined;
    this.remember(at);
    return gap ? 'new-after-gap' : 'new';
  }

  private isRepeat(at: number, repeats: Map<number, number>): boolean {
    const left = repeats.get(at);
    if (left) {
      repeats.set(at, left - 1);
      return true;
    }
    return this.horizon !== undefined && at <= this.horizon;
  }

  private remember(at: number): void {
    const last = this.stamps.length - 1;
    if (this.stamps[last] === at) {
      this.counts[last] = (this.counts[last] ?? 0) + 1;
      return;
    }
    this.stamps.push(at);
    this.counts.push(1);
    while (this.isTooMany(at)) {
      const oldest = this.stamps[this.oldest++] ?? 0;
      if (this.horizon === undefined || oldest > this.horizon) this.horizon = oldest;
    }
    // not one by one: to take the first of an array away is to move all others
    if (this.oldest < REMEMBERED) return;
    this.stamps = this.stamps.slice(this.oldest);
    this.counts = this.counts.slice(this.oldest);
    this.oldest = 0;
  }

  private isTooMany(at: number): boolean {
    if (this.size <= FEW || this.size > REMEMBERED) return this.size > REMEMBERED;
    return at - (this.stamps[this.oldest] ?? at) >= LATE_NS;
  }

  /** Nanoseconds since the second of the first stamp that was seen: since 1970 they are more than a number can hold. */
  private nanoseconds(stamp: string): number {
    const second = stamp.slice(0, SECOND_LENGTH);
    if (second !== this.lastSecond.text) this.lastSecond = { text: second, seconds: Date.parse(`${second}Z`) / 1000 };
    const { seconds } = this.lastSecond;
    this.firstSecond ??= seconds;
    return (seconds - this.firstSecond) * SECOND_NS + Number(stamp.slice(SECOND_LENGTH + 1, -1));
  }

  private get size(): number {
    return this.stamps.length - this.oldest;
  }
}
