import { type Expression, parseExpression } from './expression.js';
import type { Node, ScalarNode } from './node.js';
import { OffsetMap } from './offset-map.js';

/** What stands in a scalar in place of something that is not text yet. */
export type Slot =
  | { readonly type: 'expression'; readonly source: string; readonly expression: Expression }
  /** Of a form that is left to the shell. */
  | { readonly type: 'unsupported'; readonly source: string }
  /** `${` without an end. */
  | { readonly type: 'unterminated'; readonly source: string }
  | { readonly type: 'literal'; readonly source: string };

/** `woodpecker`: backslashes before slashes and backslashes, and the first of two dollars, are taken away all over the file. */
export type Escapes = 'kept' | 'woodpecker';

/** The text of a workflow that the YAML parser can read: expressions are slots that look like a word. */
export interface Template {
  readonly text: string;
  /** The offset in the file of one in the text. */
  readonly originOf: (offset: number) => number;
  readonly hasSlots: (text: string) => boolean;
  /** Calls back for each slot in a text that was taken from the template. */
  readonly replaceSlots: (text: string, replace: (slot: Slot) => string) => string;
}

/** A letter that no workflow has; where one does, it becomes a slot itself. */
const MARK = '\uE000';
const SLOT = /\uE000(\d+)\uE000/g;
/** Where in a text anything but plain text may begin. */
const SPECIAL = /[$\\\uE000]/g;
/** What is plainly of the shell: nothing in it means anything to YAML. */
const SHELL_FORM = /\$\{[^\s"'{}]{1,100}\}/y;
const CLOSED = /\$\{[^\n\r}]{0,200}\}/y;

/** Finds the expressions of a file. */
export function createTemplate(source: string, escapes: Escapes): Template {
  const builder = new TemplateBuilder(source, escapes);
  return builder.build();
}

/** The tree with its slots as they are written, for what is read before anything is replaced. */
export function asWritten(root: Node, template: Template): Node {
  // what aliases repeat is done once
  const done = new Map<Node, Node>();
  const scalar = (node: ScalarNode): ScalarNode => ({ ...node, text: template.replaceSlots(node.text, ({ source }) => source) });
  const copy = (node: Node): Node => {
    const known = done.get(node);
    if (known) return known;
    const made = make(node);
    done.set(node, made);
    return made;
  };
  const make = (node: Node): Node => {
    if (node.kind === 'scalar') return scalar(node);
    if (node.kind === 'list') return { ...node, items: node.items.map(copy) };
    return { ...node, entries: node.entries.map(({ key, value }) => ({ key: scalar(key), value: copy(value) })) };
  };
  return copy(root);
}

class TemplateBuilder {
  private readonly parts: string[] = [];
  private length = 0;
  private readonly offsets = new OffsetMap();
  private readonly slots: Slot[] = [];
  private readonly known = new Map<string, number>();
  /** Offset in the file. */
  private position = 0;

  constructor(
    private readonly source: string,
    private readonly escapes: Escapes,
  ) {}

  build(): Template {
    SPECIAL.lastIndex = 0;
    for (let found = SPECIAL.exec(this.source); found; found = SPECIAL.exec(this.source)) {
      this.copy(found.index);
      this.special(found[0]);
      SPECIAL.lastIndex = this.position;
    }
    this.copy(this.source.length);
    const { slots, offsets } = this;
    return {
      text: this.parts.join(''),
      originOf: (offset) => offsets.originOf(offset),
      hasSlots: (text) => text.includes(MARK),
      replaceSlots: (text, replace) =>
        text.includes(MARK)
          ? text.replace(SLOT, (whole, index: string) => {
              const slot = slots[Number(index)];
              return slot ? replace(slot) : whole;
            })
          : text,
    };
  }

  private special(character: string): void {
    const next = this.source[this.position + 1];
    if (character === MARK) this.slot({ type: 'literal', source: MARK });
    else if (character === '\\') this.backslash(next);
    else if (next === '$') this.dollars();
    else if (next === '{') this.expression();
    else this.copy(this.position + 1);
  }

  private backslash(next: string | undefined): void {
    if (this.escapes === 'woodpecker' && (next === '\\' || next === '/')) this.put(next, 2);
    else this.copy(this.position + 1);
  }

  private dollars(): void {
    const isBrace = this.source[this.position + 2] === '{';
    if (isBrace) this.put('${', 3);
    else if (this.escapes === 'woodpecker') this.put('$', 2);
    else this.copy(this.position + 2);
  }

  private expression(): void {
    const parsed = parseExpression(this.source, this.position);
    if (parsed) {
      const source = this.source.slice(this.position, parsed.end);
      this.slot({ type: 'expression', source, expression: parsed.expression });
      return;
    }
    const source = this.take(SHELL_FORM) ?? '${';
    const isClosed = source !== '${' || this.take(CLOSED) !== undefined;
    this.slot({ type: isClosed ? 'unsupported' : 'unterminated', source });
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    return pattern.exec(this.source)?.[0];
  }

  /** The same source is the same slot: an anchor and its aliases stay the same. */
  private slot(slot: Slot): void {
    const key = `${slot.type} ${slot.source}`;
    const index = this.known.get(key) ?? this.slots.push(slot) - 1;
    this.known.set(key, index);
    this.put(`${MARK}${index}${MARK}`, slot.source.length);
  }

  /** Puts text in place of as many characters of the file. */
  private put(text: string, length: number): void {
    this.add(text);
    this.position += length;
    this.offsets.add(this.length, this.position);
  }

  /** Copies the file up to an offset. */
  private copy(end: number): void {
    this.add(this.source.slice(this.position, end));
    this.position = end;
  }

  private add(text: string): void {
    this.parts.push(text);
    this.length += text.length;
  }
}
