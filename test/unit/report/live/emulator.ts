/** As much of a terminal as the live view uses. Rows that leave the top are kept, as in its history. */
export class Emulator {
  readonly history: string[] = [];
  private rows: string[] = [''];
  private row = 0;
  private column = 0;
  cursorIsVisible = true;
  wraps = true;

  constructor(readonly size: { columns: number; rows: number }) {}

  write(text: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
    for (const [piece] of text.matchAll(/\u001b\[[?0-9;]*[A-Za-z]|\r|\n|[^\u001b\r\n]/gu)) this.take(piece);
  }

  /** All that a person can scroll to. */
  get lines(): readonly string[] {
    return [...this.history, ...this.rows];
  }

  private take(piece: string): void {
    if (piece === '\r') this.column = 0;
    else if (piece === '\n') this.lineFeed();
    else if (!piece.startsWith('\u001b')) this.put(piece);
    else if (/\dA$/.test(piece)) this.row = Math.max(0, this.row - Number.parseInt(piece.slice(2), 10));
    else if (piece === '\u001b[C') this.column++;
    else if (piece === '\u001b[K') this.clearLine();
    else if (piece === '\u001b[J') this.clearBelow();
    else if (/\?25[hl]/.test(piece)) this.cursorIsVisible = piece.endsWith('h');
    else if (/\?7[hl]/.test(piece)) this.wraps = piece.endsWith('h');
    else if (!/m$|\?2026[hl]$/.test(piece)) throw new Error(`unknown to this terminal: ${JSON.stringify(piece)}`);
  }

  private put(character: string): void {
    if (this.column >= this.size.columns) {
      if (!this.wraps) return;
      this.lineFeed();
    }
    const line = (this.rows[this.row] ?? '').padEnd(this.column);
    this.rows[this.row] = line.slice(0, this.column) + character + line.slice(this.column + 1);
    this.column++;
  }

  /** A terminal's driver makes it a return to the first column as well. */
  private lineFeed(): void {
    this.column = 0;
    this.row++;
    this.rows[this.row] ??= '';
    if (this.rows.length <= this.size.rows) return;
    this.history.push(this.rows.shift() ?? '');
    this.row--;
  }

  private clearBelow(): void {
    this.rows = this.rows.slice(0, this.row + 1);
    this.clearLine();
  }

  private clearLine(): void {
    this.rows[this.row] = (this.rows[this.row] ?? '').slice(0, this.column);
  }
}
