import { type LogStore, readLine } from './log-store.js';
import { element, rowOf } from './row.js';

/** As tall as a line of the style; rows are placed by it, and only those in sight exist. */
export const ROW_PIXELS = 18;
/** Browsers know no elements of more than some ten million pixels. */
const PAGE_LINES = 400_000;
/** Rows beyond both edges, so that scrolling shows no holes. */
const MARGIN_ROWS = 20;

/** What is shown of a log. */
export interface Shown {
  readonly step: number;
  /** Only these lines; undefined for all. */
  readonly only?: readonly number[];
  readonly withTime: boolean;
  readonly wanted: string;
  /** The line that was jumped to. */
  readonly current?: number;
}

/** A window on a log of any length. */
export class LogView {
  readonly frame = element('div', 'log-view');
  private readonly sheet = element('div', 'sheet');
  private shown: Shown = { step: 0, withTime: false, wanted: '' };
  private page = 0;
  private scheduled = false;

  constructor(
    private readonly store: LogStore,
    private readonly onPage: (text: string) => void,
  ) {
    this.frame.tabIndex = 0;
    this.frame.setAttribute('role', 'region');
    this.frame.append(this.sheet);
    this.frame.addEventListener('scroll', () => this.schedule());
    new ResizeObserver(() => this.schedule()).observe(this.frame);
  }

  /** Shows something else; stays where it is unless the step is another. */
  show(shown: Shown): void {
    const isSame = shown.step === this.shown.step && shown.only === this.shown.only;
    this.shown = shown;
    this.frame.setAttribute('aria-label', `Log of ${this.store.steps[shown.step]?.name ?? ''}`);
    if (!isSame) {
      this.page = 0;
      this.frame.scrollTop = 0;
    }
    this.layOut();
  }

  /** Brings a line into sight. */
  reveal(line: number): void {
    const { only } = this.shown;
    const position = only ? only.indexOf(line) : line;
    if (position < 0) return;
    this.page = Math.floor(position / PAGE_LINES);
    this.layOut();
    const top = (position % PAGE_LINES) * ROW_PIXELS;
    const { scrollTop, clientHeight } = this.frame;
    if (top < scrollTop || top > scrollTop + clientHeight - 2 * ROW_PIXELS) this.frame.scrollTop = Math.max(0, top - clientHeight / 2);
    this.schedule();
  }

  /** Brings the end into sight: there it stands why a step failed. */
  revealEnd(): void {
    this.reveal(this.total - 1);
    this.frame.scrollTop = this.frame.scrollHeight;
  }

  turn(pages: number): void {
    const next = this.page + pages;
    if (next < 0 || next * PAGE_LINES >= this.total) return;
    this.page = next;
    this.frame.scrollTop = 0;
    this.layOut();
  }

  get isPaged(): boolean {
    return this.total > PAGE_LINES;
  }

  private get total(): number {
    return this.shown.only?.length ?? this.store.lineCount(this.shown.step);
  }

  private get pageLines(): number {
    return Math.min(PAGE_LINES, this.total - this.page * PAGE_LINES);
  }

  private layOut(): void {
    this.sheet.style.height = `${this.pageLines * ROW_PIXELS}px`;
    const first = this.page * PAGE_LINES;
    const number = new Intl.NumberFormat('en');
    this.onPage(
      this.isPaged
        ? `lines ${number.format(first + 1)} to ${number.format(first + this.pageLines)} of ${number.format(this.total)}`
        : `${number.format(this.total)} ${this.total === 1 ? 'line' : 'lines'}`,
    );
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      this.draw();
    });
  }

  private draw(): void {
    const { step, only, current, withTime, wanted } = this.shown;
    const { scrollTop, clientHeight } = this.frame;
    const from = Math.max(0, Math.floor(scrollTop / ROW_PIXELS) - MARGIN_ROWS);
    const to = Math.min(this.pageLines, Math.ceil((scrollTop + clientHeight) / ROW_PIXELS) + MARGIN_ROWS);
    const rows: HTMLElement[] = [];
    for (let position = from; position < to; position++) {
      const absolute = this.page * PAGE_LINES + position;
      const index = only ? (only[absolute] ?? 0) : absolute;
      const written = this.store.line(step, index);
      if (written === undefined) void this.store.load(step, index).then(() => this.schedule());
      rows.push(rowOf(written === undefined ? undefined : readLine(written), { index, withTime, wanted, isCurrent: index === current }));
    }
    const block = element('div', 'rows');
    block.style.transform = `translateY(${from * ROW_PIXELS}px)`;
    block.append(...rows);
    this.sheet.replaceChildren(block);
  }
}
