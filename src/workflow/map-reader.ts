import { type Convert, wrongType } from './convert.js';
import type { Diagnostics } from './diagnostics.js';
import { isNull, type MapEntry, type MapNode, type Node } from './node.js';
import type { Span } from './source.js';
import { suggest } from './suggest.js';

/** How the keys of a map are read. */
export interface MapReaderOptions {
  /** What the map is, for messages: `a step`. */
  readonly what: string;
  /** Begins the labels of keys in messages: `resources.`. */
  readonly path?: string;
  /** `ignored`: `runtimeclassname` is `runtimeClassName`. */
  readonly letterCase?: 'exact' | 'ignored';
}

/** Reads the known keys of a map one by one, and reports those that nobody asked for. An empty value counts as absent. */
export class MapReader {
  private readonly asked = new Set<string>();

  private constructor(
    private readonly node: MapNode,
    private readonly diagnostics: Diagnostics,
    private readonly options: MapReaderOptions,
  ) {}

  /** A reader for the node; nothing, and an error, where it is not a map. */
  static of(node: Node, diagnostics: Diagnostics, options: MapReaderOptions): MapReader | undefined {
    if (node.kind === 'map') return new MapReader(node, diagnostics, options);
    return wrongType({ node, label: options.what, expected: 'a map' }, diagnostics);
  }

  /** The value of a key; nothing where it is absent or wrong. */
  get<T>(key: string, convert: Convert<T>): T | undefined {
    const entry = this.entry(key);
    return entry && convert(entry.value, `"${this.options.path ?? ''}${key}"`, this.diagnostics);
  }

  /** Where a key stands; nothing where it is absent or empty. */
  keySpan(key: string): Span | undefined {
    return this.entry(key)?.key.span;
  }

  /** Keys of the language that mean nothing on a cluster. */
  ignored(keys: readonly string[]): void {
    for (const key of keys) {
      const at = this.keySpan(key);
      if (at) this.diagnostics.warn({ code: 'ignored-key', message: `"${this.options.path ?? ''}${key}" is ignored`, at });
    }
  }

  /** Known keys whose content is nobody's business. */
  ignore(...keys: readonly string[]): void {
    for (const key of keys) this.asked.add(key);
  }

  /** Reports the keys that were not asked for; `former` says what to do about some of them. */
  finish(former: Readonly<Record<string, string>> = {}): void {
    const known = new Set([...this.asked].map((key) => this.fold(key)));
    for (const { key } of this.node.entries) {
      if (known.has(this.fold(key.text))) continue;
      const meant = suggest(key.text, this.asked);
      const hint = Object.hasOwn(former, key.text) ? former[key.text] : meant && `did you mean "${meant}"?`;
      this.diagnostics.warn({ code: 'unknown-key', message: `unknown key "${key.text}" in ${this.options.what}`, at: key.span, hint });
    }
  }

  private entry(key: string): MapEntry | undefined {
    this.asked.add(key);
    const entry = this.node.entries.find((candidate) => this.fold(candidate.key.text) === this.fold(key));
    return entry && !isNull(entry.value) ? entry : undefined;
  }

  private fold(key: string): string {
    return this.options.letterCase === 'ignored' ? key.toLowerCase() : key;
  }
}
