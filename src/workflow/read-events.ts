import { type Event, parseEvents, YAMLException } from 'js-yaml';
import { OffsetMap } from './offset-map.js';
import { lastAtOrBefore, lineStartsOf } from './source.js';
import type { Template } from './template.js';

/** Values inside of each other; a workflow needs fewer than twenty. */
export const MAX_DEPTH = 50;
/** Characters that are read for one file: its lines within brackets and quotes by the hundred, in a second or two. */
const BUDGET = 10_000_000;
/** Further to the right than any block begins. */
const INDENTATION = ' '.repeat(100);

const DEFICIENT = 'deficient indentation';
/** Within a bracket or quote it is an error. */
const DOCUMENT_MARKER = /^(---|\.\.\.)(\s|$)/;

/** What the parser makes of a text; offsets are those of the template beside it. */
export interface Reading {
  readonly events: readonly Event[];
  readonly template: Template;
}

/** Why, and where in the text of a template, the parser refuses it. */
export interface Refusal {
  readonly reason: string;
  readonly position: number;
}

/**
 * Reads YAML as Woodpecker does: lines within brackets and quotes may begin anywhere. The parser stops at one that is not
 * indented; it is given the line indented, which means the same there, and reads again.
 */
export function readEvents(template: Template): Reading | Refusal {
  return new EventReader(template).read();
}

class EventReader {
  private readonly lines: readonly number[];
  /** Where the parser stopped at lines that are indented now, in their order. */
  private readonly indented: Refusal[] = [];
  private left = BUDGET;

  constructor(private readonly template: Template) {
    this.lines = lineStartsOf(template.text);
  }

  read(): Reading | Refusal {
    for (;;) {
      const result = this.parse(this.template.text.length);
      if ('events' in result) return result;
      if (!this.mayIndent(result)) return this.firstOfOpen(result);
      this.indented.push(result);
    }
  }

  private mayIndent({ reason, position }: Refusal): boolean {
    const start = this.lineOf(position);
    const last = this.indented.at(-1);
    const isNew = last === undefined || start > this.lineOf(last.position);
    return reason === DEFICIENT && isNew && this.left > 0 && !DOCUMENT_MARKER.test(this.template.text.slice(start, start + 4));
  }

  /** Where the parser stopped first at a line of what is still open where it stopped at last: something was not closed before that. */
  private firstOfOpen(refusal: Refusal): Refusal {
    const starts = this.lines.filter((start) => start <= refusal.position);
    const closed = starts.findLast((start) => this.left > 0 && 'events' in this.parse(start)) ?? 0;
    return this.indented.find(({ position }) => this.lineOf(position) >= closed) ?? refusal;
  }

  /** Parses the text up to an offset. */
  private parse(end: number): Reading | Refusal {
    const { template } = this;
    const offsets = new OffsetMap();
    const starts = this.indented.map(({ position }) => this.lineOf(position)).filter((start) => start < end);
    const parts = [0, ...starts].map((from, index) => template.text.slice(from, starts[index] ?? end));
    for (const [index, start] of starts.entries()) offsets.add(start + (index + 1) * INDENTATION.length, start);
    const text = parts.join(INDENTATION);
    this.left -= text.length;
    try {
      const events = parseEvents(text, { maxDepth: MAX_DEPTH });
      return { events, template: { ...template, text, originOf: (offset) => template.originOf(offsets.originOf(offset)) } };
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      return { reason: error.reason, position: offsets.originOf(error.mark?.position ?? 0) };
    }
  }

  private lineOf(offset: number): number {
    return this.lines[lastAtOrBefore(this.lines, offset)] ?? 0;
  }
}
