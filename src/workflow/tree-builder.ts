import {
  type AliasEvent,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import type { Diagnostics } from './diagnostics.js';
import { isNull, type ListNode, type MapEntry, type MapNode, type Node, type ScalarNode } from './node.js';
import type { Span } from './source.js';
import type { Template } from './template.js';

/** How many nodes a file may have once its aliases are followed: more is an attack, not a workflow. */
const MAX_NODES = 100_000;

const MERGE_KEY = '<<';
const STRING_TAGS = new Set(['!', '!!str']);

/** What an anchor stands for; open while the node itself is being read. */
type Anchored = { readonly state: 'open' } | { readonly state: 'done'; readonly node: Node; readonly size: number };

/** What a tree is built of, beside the events. */
export interface TreeOptions {
  readonly template: Template;
  readonly diagnostics: Diagnostics;
  /** Values that may be inside of each other. */
  readonly maxDepth: number;
}

/** Builds the tree of one document from the events of the parser: aliases are followed and merge keys applied. */
export class TreeBuilder {
  private readonly anchors = new Map<string, Anchored>();
  /** Nodes so far, those that aliases repeat included. */
  private size = 0;
  /** Index of the current event; the first one opens the document. */
  private next = 1;
  private depth = 0;
  private isTooDeep = false;

  constructor(
    private readonly events: readonly Event[],
    private readonly options: TreeOptions,
  ) {}

  root(): Node {
    return this.node({ start: 0, end: 0 });
  }

  /** Reads the node at the current event; the place of an empty one is that of its parent. */
  private node(parent: Span): Node {
    this.depth++;
    const node = this.nodeHere(parent);
    this.depth--;
    return node;
  }

  private nodeHere(parent: Span): Node {
    const event = this.events[this.next++];
    const before = this.size++;
    if (this.depth > this.options.maxDepth) this.reportDepth(parent);
    if (event?.type === EVENT_ID.ALIAS) return this.alias(event);
    if (event?.type !== EVENT_ID.SCALAR && event?.type !== EVENT_ID.SEQUENCE && event?.type !== EVENT_ID.MAPPING) {
      return empty(parent);
    }
    const anchor = event.anchorStart < 0 ? undefined : this.text(event.anchorStart, event.anchorEnd);
    if (anchor !== undefined) this.anchors.set(anchor, { state: 'open' });
    const node = this.content(event, parent);
    if (anchor !== undefined) this.anchors.set(anchor, { state: 'done', node, size: this.size - before });
    return node;
  }

  private content(event: ScalarEvent | SequenceEvent | MappingEvent, parent: Span): Node {
    if (event.type === EVENT_ID.SCALAR) return this.scalar(event, parent);
    const span = this.span(event.start, event.start + 1);
    return event.type === EVENT_ID.SEQUENCE ? this.list(span) : this.map(span);
  }

  private scalar(event: ScalarEvent, parent: Span): ScalarNode {
    const tag = event.tagStart < 0 ? undefined : this.text(event.tagStart, event.tagEnd);
    const plain = event.style === SCALAR_STYLE.PLAIN && !(tag !== undefined && STRING_TAGS.has(tag));
    // Nothing was written for an empty scalar: its place is that of its key.
    if (event.valueStart < 0) return { ...empty(parent), plain };
    const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED ? 1 : 0;
    const span = this.span(event.valueStart - quoted, event.valueEnd + quoted);
    return { kind: 'scalar', span, text: getScalarValue(this.options.template.text, event), plain };
  }

  private list(span: Span): ListNode {
    const items: (Node | readonly Node[])[] = [];
    while (!this.closes()) items.push(this.splicedItems() ?? this.node(span));
    return { kind: 'list', span, items: items.flat() };
  }

  /** The items that stand in the place of `- <<: *list` or `- <<: [*list, *list]`; nothing where the next item is another. */
  private splicedItems(): readonly Node[] | undefined {
    const [item, key, value] = this.events.slice(this.next, this.next + 3);
    if (item?.type !== EVENT_ID.MAPPING || key?.type !== EVENT_ID.SCALAR || !value) return undefined;
    if (this.text(key.valueStart, key.valueEnd) !== MERGE_KEY) return undefined;
    const inList = value.type === EVENT_ID.SEQUENCE;
    const first = this.next + (inList ? 3 : 2);
    let end = first;
    const lists: { readonly node: ListNode; readonly size: number }[] = [];
    for (let event = this.events[end]; event?.type === EVENT_ID.ALIAS; event = this.events[++end]) {
      const anchored = this.anchors.get(this.text(event.anchorStart, event.anchorEnd));
      if (anchored?.state !== 'done' || anchored.node.kind !== 'list') return undefined;
      lists.push({ node: anchored.node, size: anchored.size });
    }
    const pops = inList ? 2 : 1;
    if (lists.length === 0 || this.events.slice(end, end + pops).some(({ type }) => type !== EVENT_ID.POP)) return undefined;
    this.next = end + pops;
    const span = this.span(key.valueStart, key.valueEnd);
    return lists.every(({ size }) => this.grow(size, span)) ? lists.flatMap(({ node }) => node.items) : [];
  }

  private map(span: Span): MapNode {
    const entries: MapEntry[] = [];
    while (!this.closes()) {
      const key = this.key(span);
      entries.push({ key, value: this.node(key.span) });
    }
    return { kind: 'map', span, entries: this.merged(this.unique(entries)) };
  }

  private key(parent: Span): ScalarNode {
    const key = this.node(parent);
    if (key.kind === 'scalar') return key;
    this.diagnostics.error({ code: 'wrong-type', message: `a key must be text, not a ${key.kind}`, at: key.span });
    return empty(key.span);
  }

  private unique(entries: readonly MapEntry[]): readonly MapEntry[] {
    const seen = new Set<string>();
    return entries.filter(({ key }) => {
      if (seen.has(key.text)) reportDuplicateKey({ ...key, text: this.written(key.text) }, this.diagnostics);
      return seen.size < seen.add(key.text).size;
    });
  }

  /** Puts the entries of merged maps where the merge key stands; the map's own entries win, then those merged first. */
  private merged(entries: readonly MapEntry[]): readonly MapEntry[] {
    const isMerge = ({ key }: MapEntry) => key.plain && key.text === MERGE_KEY;
    if (!entries.some(isMerge)) return entries;
    const taken = new Set(entries.map(({ key }) => key.text));
    return entries.flatMap((entry) => {
      if (!isMerge(entry)) return [entry];
      return this.mergeSources(entry).flatMap((source) =>
        source.entries.filter(({ key }) => {
          const free = !taken.has(key.text);
          taken.add(key.text);
          return free;
        }),
      );
    });
  }

  private mergeSources({ key, value }: MapEntry): readonly MapNode[] {
    // An alias that stands for nothing was reported, and is empty.
    const nodes = (value.kind === 'list' ? value.items : [value]).filter((node) => !isNull(node));
    const maps = nodes.filter((node) => node.kind === 'map');
    if (maps.length < nodes.length) {
      this.diagnostics.error({
        code: 'bad-merge',
        message: 'a merge key needs a map or a list of maps',
        at: key.span,
        hint: 'to insert the items of a list, write "- <<: *anchor" as an item of its own',
      });
    }
    return maps;
  }

  private alias({ anchorStart, anchorEnd }: Pick<AliasEvent, 'anchorStart' | 'anchorEnd'>): Node {
    const anchored = this.anchors.get(this.text(anchorStart, anchorEnd));
    const span = this.span(anchorStart - 1, anchorEnd);
    if (anchored?.state !== 'done') {
      const name = this.written(this.text(anchorStart, anchorEnd));
      const message = anchored ? `the alias "*${name}" is inside of what it stands for` : `there is no anchor "&${name}" before this alias`;
      this.diagnostics.error({ code: 'bad-alias', message, at: span });
      return empty(span);
    }
    return this.grow(anchored.size, span) ? anchored.node : empty(span);
  }

  /** Counts nodes that an alias repeats; false where they are too many. */
  private grow(size: number, at: Span): boolean {
    const before = this.size;
    this.size += size;
    if (this.size <= MAX_NODES) return true;
    if (before <= MAX_NODES) {
      this.diagnostics.error({ code: 'too-large', message: `the aliases of this file stand for more than ${MAX_NODES} nodes`, at });
    }
    return false;
  }

  /** Steps over the event that closes a list or map, where it is the current one. */
  private closes(): boolean {
    const event = this.events[this.next];
    if (event && event.type !== EVENT_ID.POP) return false;
    this.next++;
    return true;
  }

  /** Once: what is below is deeper still. */
  private reportDepth(at: Span): void {
    if (this.isTooDeep) return;
    this.isTooDeep = true;
    const { maxDepth } = this.options;
    this.diagnostics.error({ code: 'too-deep', message: `more than ${maxDepth} values are inside of each other`, at });
  }

  /** Where in the file a part of the template comes from. */
  private span(start: number, end: number): Span {
    const { originOf } = this.options.template;
    return { start: originOf(start), end: originOf(end) };
  }

  private text(start: number, end: number): string {
    return this.options.template.text.slice(start, end);
  }

  private written(text: string): string {
    return this.options.template.replaceSlots(text, ({ source }) => source);
  }

  private get diagnostics(): Diagnostics {
    return this.options.diagnostics;
  }
}

/** Says that a key was given before in the same map. */
export function reportDuplicateKey(key: ScalarNode, diagnostics: Diagnostics): void {
  diagnostics.error({
    code: 'duplicate-key',
    message: `the key "${key.text}" is given twice`,
    at: key.span,
    hint: 'remove one of the two',
  });
}

function empty(span: Span): ScalarNode {
  return { kind: 'scalar', span, text: '', plain: true };
}
