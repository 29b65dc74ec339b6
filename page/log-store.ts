/** What the page knows of a step: its name, how it ended, and how many lines each part of its log has. */
export interface StepData {
  readonly name: string;
  readonly state: string;
  readonly parts: readonly number[];
}

/** A line as the page's maker wrote it down. */
export interface Line {
  /** `log`: the step's own; `word`: podline's, on lines that are missing or an attempt that begins. */
  readonly type: 'log' | 'word';
  /** Milliseconds since the run began. */
  readonly at: number;
  readonly text: string;
}

/** Parts that stay unpacked: some tens of megabytes. */
const MOST_PARTS = 24;

/** Unpacks the logs that the page holds, part by part, and forgets what was not looked at for long. */
export class LogStore {
  private readonly unpacked = new Map<string, readonly string[]>();
  private readonly pending = new Map<string, Promise<readonly string[]>>();

  constructor(
    readonly steps: readonly StepData[],
    private readonly base64Of: (step: number, part: number) => string,
  ) {}

  lineCount(step: number): number {
    return this.partsOf(step).reduce((sum, lines) => sum + lines, 0);
  }

  partsOf(step: number): readonly number[] {
    return this.steps[step]?.parts ?? [];
  }

  /** The line, or undefined while its part is not unpacked; then {@link load} brings it. */
  line(step: number, index: number): string | undefined {
    const { part, offset } = this.place(step, index);
    return this.unpacked.get(`${step}-${part}`)?.[offset];
  }

  /** Unpacks the part that a line is in. */
  async load(step: number, index: number): Promise<void> {
    await this.part(step, this.place(step, index).part);
  }

  async part(step: number, part: number): Promise<readonly string[]> {
    const key = `${step}-${part}`;
    const known = this.unpacked.get(key);
    if (known) {
      // those looked at last are forgotten last
      this.unpacked.delete(key);
      this.unpacked.set(key, known);
      return known;
    }
    const pending = this.pending.get(key) ?? this.unpack(step, part, key);
    this.pending.set(key, pending);
    return pending;
  }

  private async unpack(step: number, part: number, key: string): Promise<readonly string[]> {
    const binary = atob(this.base64Of(step, part));
    const bytes = new Uint8Array(binary.length);
    for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    const lines = (await new Response(stream).text()).split('\n');
    this.pending.delete(key);
    this.unpacked.set(key, lines);
    const [oldest] = this.unpacked.keys();
    if (this.unpacked.size > MOST_PARTS && oldest !== undefined) this.unpacked.delete(oldest);
    return lines;
  }

  private place(step: number, index: number): { readonly part: number; readonly offset: number } {
    let offset = index;
    for (const [part, lines] of this.partsOf(step).entries()) {
      if (offset < lines) return { part, offset };
      offset -= lines;
    }
    return { part: -1, offset: 0 };
  }
}

/** Reads a line: its time in base 36 behind a mark, a tab, its text. */
export function readLine(written: string): Line {
  const tab = written.indexOf('\t');
  const isWord = written.startsWith('!');
  return { type: isWord ? 'word' : 'log', at: Number.parseInt(written.slice(isWord ? 1 : 0, tab), 36) || 0, text: written.slice(tab + 1) };
}
