import type { Clock } from '../../clock.js';
import type { Sink } from '../sink.js';

/** A terminal. */
export interface Screen extends Sink {
  readonly columns?: number;
  readonly rows?: number;
}

export interface LiveScreenOptions {
  readonly clock: Clock;
  /** The lines at the bottom of the terminal, for its size at this moment. */
  readonly lines: (size: { readonly columns: number; readonly rows: number }) => readonly string[];
}

/** So long, in milliseconds, what is to be shown waits for more: redrawing more often would only cost time. */
const PAUSE_MS = 100;
/** What waits is shown at once when it is more than so many bytes. */
const MOST_WAITING = 1024 * 1024;
const DEFAULT_SIZE = { columns: 80, rows: 24 };

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
// in two parts: clearing a whole screen in one would put what was on it into the history of tmux
const CLEAR_BELOW = '\r\u001b[K\u001b[C\u001b[J\r';
// a line that is wider than was thought is cut by the terminal, and does not become two
const NO_WRAP = '\u001b[?7l';
const WRAP = '\u001b[?7h';
// terminals that know these show all between them at once
const BEGIN_FRAME = '\u001b[?2026h';
const END_FRAME = '\u001b[?2026l';

/**
 * Keeps some lines at the bottom of a terminal, and writes above them whatever it is given, in this order. Between two
 * frames the cursor stands at the first of these lines: clearing from there on needs no knowledge of how many rows a
 * terminal that was resized has made of them, and what others write there is not lost.
 */
export class LiveScreen implements Sink {
  readonly isTTY = true;
  private waiting: (string | Uint8Array)[] = [];
  private size = 0;
  /** The lines that are shown, with the terminal's size; undefined while there are none. */
  private frame?: string;
  private readonly over = new AbortController();
  private isOpen = false;
  private isBehind = false;

  constructor(
    private readonly screen: Screen,
    private readonly options: LiveScreenOptions,
  ) {}

  get destroyed(): boolean {
    return this.screen.destroyed ?? false;
  }

  /** Shows the lines from now on, until it is closed. */
  async open(): Promise<void> {
    this.isOpen = true;
    this.send(HIDE_CURSOR);
    while (this.isOpen) {
      this.refresh();
      await this.options.clock.sleep(PAUSE_MS, this.over.signal);
    }
  }

  /** Writes what still waits and leaves the terminal as it was; from now on everything is written at once. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.over.abort();
    this.send((this.frame === undefined ? '' : CLEAR_BELOW) + this.taken() + SHOW_CURSOR);
    this.frame = undefined;
  }

  /** Leaves the terminal to somebody else for a while. */
  rest(): void {
    if (!this.isOpen) return;
    this.writeAbove();
    this.send(SHOW_CURSOR);
  }

  /** Goes on after {@link rest}. */
  wake(): void {
    if (this.isOpen) this.send(HIDE_CURSOR);
  }

  write(chunk: string | Uint8Array): boolean {
    if (!this.isOpen) this.send(chunk);
    else {
      this.waiting.push(chunk);
      this.size += chunk.length;
      if (this.size > MOST_WAITING) this.writeAbove();
    }
    return !this.isBehind;
  }

  once(event: 'drain' | 'close', listener: () => void): unknown {
    return this.screen.once(event, listener);
  }

  removeListener(event: 'drain' | 'close', listener: () => void): unknown {
    return this.screen.removeListener(event, listener);
  }

  /** The lines return with the next frame. */
  private writeAbove(): void {
    const before = this.frame === undefined ? '' : CLEAR_BELOW;
    this.frame = undefined;
    this.send(before + this.taken());
  }

  private refresh(): void {
    // a terminal that does not keep up needs no more of the same
    if (this.isBehind) return;
    const size = { columns: this.screen.columns || DEFAULT_SIZE.columns, rows: this.screen.rows || DEFAULT_SIZE.rows };
    const lines = this.options.lines(size);
    const frame = JSON.stringify([size, lines]);
    if (frame === this.frame && this.size === 0) return;
    this.frame = frame;
    const back = lines.length > 1 ? `\u001b[${lines.length - 1}A\r` : '\r';
    this.send(BEGIN_FRAME + CLEAR_BELOW + this.taken() + NO_WRAP + lines.join('\r\n') + back + WRAP + END_FRAME);
  }

  private taken(): string {
    const text = this.waiting.map((chunk) => (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())).join('');
    this.waiting = [];
    this.size = 0;
    return text;
  }

  private send(chunk: string | Uint8Array): void {
    if (this.screen.write(chunk) || this.screen.destroyed || this.isBehind) return;
    this.isBehind = true;
    const caughtUp = (): void => {
      this.screen.removeListener('drain', caughtUp);
      this.screen.removeListener('close', caughtUp);
      this.isBehind = false;
    };
    this.screen.once('drain', caughtUp);
    this.screen.once('close', caughtUp);
  }
}
