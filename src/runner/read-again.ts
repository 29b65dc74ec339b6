import type { SeenLog } from '../report/events.js';

/** What a line is to who reads a log again: read before, new, or new after lines that the node has thrown away meanwhile. */
export type Place = 'seen' | 'new' | 'new-after-gap';

/** Tells, from its first line on, what of a log was read before. */
export class ReadAgain {
  private isWhole?: boolean;
  private left: number;
  private isPast = false;

  constructor(private readonly seen: SeenLog) {
    this.left = seen.lines;
  }

  /** Takes the next line. Lines come in the same order each time; where the first ones are gone only their stamps tell. */
  take(at: string): Place {
    this.isWhole ??= at === this.seen.firstAt;
    if (this.isWhole) return this.left-- > 0 ? 'seen' : 'new';
    const isSeen = at <= this.seen.lastAt;
    if (isSeen) this.left = 0;
    if (isSeen && !this.isPast) return 'seen';
    const isFirst = !this.isPast;
    this.isPast = true;
    return isFirst && this.left > 0 ? 'new-after-gap' : 'new';
  }
}
