import type { Clock } from '../clock.js';
import type { StampedLine } from './log-line.js';

/** A log that is smaller was not rotated: nodes keep 10 MiB unless they are told otherwise. */
const SMALLEST_BYTES = 1024 * 1024;
/** Nodes look that often whether a log is too large. Stamps are compared by their seconds. */
const INTERVAL_MS = 10_000;
const SECOND_LENGTH = '2006-01-02T15:04:05'.length;

/**
 * Guesses where a followed log stays behind its node, whose rotation leaves files out without a word. A kubelet that
 * reaches the end of a file which was rotated before it first waited there stays with it until the next rotation (seen:
 * 23,500 lines lost); one whose reader is more than one rotation late goes on with the newest file.
 */
export class Rotation {
  private bytes = 0;
  private silences = 0;
  private second: string | undefined;
  /** When the last line was taken, by this machine's clock. */
  private takenAt = 0;
  /** The smallest time from a line's stamp to its arrival: the difference of the clocks, and the way. */
  private leastDelay = Number.POSITIVE_INFINITY;

  constructor(private readonly clock: Clock) {}

  /** The next new line. True: lines before it may have gone with a rotated file, for it stands a rotation after the last one, and that one came late. */
  take({ at, bytes }: StampedLine): boolean {
    this.bytes += bytes.length;
    this.silences = 0;
    const second = at.slice(0, SECOND_LENGTH);
    const isBehind = second !== this.second && this.hasSkipped(second);
    this.second = second;
    this.takenAt = this.clock.now();
    return isBehind;
  }

  /** Nothing has come for a while. True: the log is to be opened again, in time before the next rotation, and once after it. */
  isLeftBehind(): boolean {
    this.silences += 1;
    return this.bytes >= SMALLEST_BYTES && (this.silences === 2 || this.silences === 6);
  }

  private hasSkipped(second: string): boolean {
    if (this.second === undefined) return false;
    const last = millisecondsOf(this.second);
    const delay = this.takenAt - last;
    this.leastDelay = Math.min(this.leastDelay, delay);
    const wasLate = delay - this.leastDelay >= INTERVAL_MS;
    return wasLate && this.bytes >= SMALLEST_BYTES && millisecondsOf(second) - last >= INTERVAL_MS - 1_000;
  }
}

function millisecondsOf(second: string): number {
  return Date.parse(`${second}Z`);
}
