import { START_VARIABLES } from '../model/metadata.js';
import type { Diagnostics } from './diagnostics.js';
import type { MapEntry, MapNode, Node, ScalarNode } from './node.js';
import { reportDuplicateKey } from './tree-builder.js';

/** `$${`, which stands for a literal `${`, or `${NAME}`. Any other form is left to the shell. */
const REFERENCE = /\$\$\{|\$\{([A-Za-z_]\w*)\}/g;

export type Variables = Readonly<Record<string, string>>;

/** The tree with `${NAME}` in keys and values replaced by variables. Values never change the structure of the tree. */
export function substitute(root: MapNode, variables: Variables, diagnostics: Diagnostics): MapNode {
  return new Substitution(variables, diagnostics).map(root);
}

class Substitution {
  /** A node that aliases repeat is done once. */
  private readonly done = new Map<Node, Node>();

  constructor(
    private readonly variables: Variables,
    private readonly diagnostics: Diagnostics,
  ) {}

  map(node: MapNode): MapNode {
    const entries = node.entries.map(({ key, value }) => ({ key: this.scalar(key), value: this.node(value) }));
    this.checkKeys(entries);
    return { ...node, entries };
  }

  private node(node: Node): Node {
    const known = this.done.get(node);
    if (known) return known;
    const result = this.copy(node);
    this.done.set(node, result);
    return result;
  }

  private copy(node: Node): Node {
    if (node.kind === 'scalar') return this.scalar(node);
    return node.kind === 'map' ? this.map(node) : { ...node, items: node.items.map((item) => this.node(item)) };
  }

  private scalar(node: ScalarNode): ScalarNode {
    if (!node.text.includes('${')) return node;
    const text = node.text.replace(REFERENCE, (reference, name?: string) => {
      if (name === undefined) return '${';
      const value = Object.hasOwn(this.variables, name) ? this.variables[name] : undefined;
      if (value === undefined) this.warnOfUnknown(name, reference, node);
      return value ?? '';
    });
    return { ...node, text };
  }

  /** An absent `CI_*` variable is nothing to warn of: what does not apply to a run is not set. */
  private warnOfUnknown(name: string, reference: string, { span }: ScalarNode): void {
    const atStart = START_VARIABLES.has(name);
    if (name.startsWith('CI_') && !atStart) return;
    const found = this.diagnostics.source.text.indexOf(reference, span.start);
    const start = found >= 0 && found < span.end ? found : span.start;
    this.diagnostics.warn({
      code: 'unknown-variable',
      message: atStart
        ? `"${reference}" is empty: ${name} is set when the step starts`
        : `"${reference}" is empty: there is no such variable`,
      at: { start, end: start + reference.length },
      hint: `write $${reference} where the shell is meant to replace it`,
    });
  }

  private checkKeys(entries: readonly MapEntry[]): void {
    const seen = new Set<string>();
    for (const { key } of entries) {
      if (seen.has(key.text)) reportDuplicateKey(key, this.diagnostics);
      seen.add(key.text);
    }
  }
}
