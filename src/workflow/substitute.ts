import type { Compat } from '../model/agent-settings.js';
import { START_VARIABLES } from '../model/ci-variables.js';
import type { Diagnostics } from './diagnostics.js';
import type { Expression } from './expression.js';
import { expressionValue } from './expression-value.js';
import { goQuote } from './go-quote.js';
import type { MapEntry, MapNode, Node, ScalarNode } from './node.js';
import type { Span } from './source.js';
import type { Slot, Template } from './template.js';
import { reportDuplicateKey } from './tree-builder.js';

/** Of all values that are put into one file. */
const MAX_LENGTH = 10_000_000;

export type Variables = Readonly<Record<string, string>>;

export interface SubstituteContext {
  readonly variables: Variables;
  readonly template: Template;
  readonly diagnostics: Diagnostics;
  /** With `woodpecker-3`, several lines are quoted before functions see them. */
  readonly compat?: Compat;
}

/** The tree with the expressions in keys and values replaced. Values never change the structure of the tree. */
export function substitute(root: MapNode, context: SubstituteContext): MapNode {
  return new Substitution(context).map(root);
}

class Substitution {
  /** A node that aliases repeat is done once. */
  private readonly done = new Map<Node, Node>();
  /** Of all that was put in. */
  private length = 0;

  constructor(private readonly context: SubstituteContext) {}

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
    const { template } = this.context;
    if (!template.hasSlots(node.text)) return node;
    let count = 0;
    const isWhole = template.replaceSlots(node.text, () => (count++ === 0 ? '' : ' ')) === '';
    return { ...node, text: template.replaceSlots(node.text, (slot) => this.counted(this.slot(slot, node, isWhole), node)) };
  }

  /** The text, unless all texts together are more than a workflow could be. */
  private counted(text: string, { span }: ScalarNode): string {
    this.length += text.length;
    if (this.length <= MAX_LENGTH) return text;
    const message = `what is put in is longer than ${MAX_LENGTH} characters`;
    if (this.length - text.length <= MAX_LENGTH) this.context.diagnostics.error({ code: 'too-large', message, at: span });
    return '';
  }

  /** What stands in the place of a slot. Several lines are quoted in the middle of a text, which is mostly a command. */
  private slot(slot: Slot, node: ScalarNode, isWhole: boolean): string {
    const { diagnostics, compat } = this.context;
    const at = this.placeOf(slot, node.span);
    if (slot.type === 'expression') {
      const isQuotedFirst = compat !== undefined && !isWhole;
      const value = expressionValue(slot.expression, (name) => (isQuotedFirst ? quoted(this.value(name)) : this.value(name)));
      this.warn(slot.expression, slot.source, at);
      return isWhole || isQuotedFirst || slot.source.includes('\n') ? value : quoted(value);
    }
    if (slot.type === 'unterminated') {
      const hint = 'close it with }, or write $${ for a ${ that is meant as such';
      diagnostics.error({ code: 'bad-substitution', message: 'a ${ is not closed', at, hint });
    } else if (slot.type === 'unsupported') {
      const message = `"${slot.source}${slot.source.endsWith('}') ? '' : '…}'}" is left to the shell: it is of no form that is replaced`;
      diagnostics.warn({ code: 'bad-substitution', message, at, hint: 'write $${ to say so' });
    }
    return slot.source;
  }

  private value(name: string): string {
    const { variables } = this.context;
    return Object.hasOwn(variables, name) ? (variables[name] ?? '') : '';
  }

  private warn({ name, operator }: Expression, source: string, at: Span): void {
    const { diagnostics, variables } = this.context;
    const hint = `write $${source} where the shell is meant to replace it`;
    if (operator === ':+' || operator === ':?') {
      const message = `"${source}" is the value of ${name}, or where that is empty the text after "${operator}": other than in a shell`;
      diagnostics.warn({ code: 'unlike-shell', message, at, hint });
    }
    const isMissing = !Object.hasOwn(variables, name);
    const hasDefault = operator.startsWith('=') || (operator.startsWith(':') && operator.length > 1);
    const atStart = START_VARIABLES.has(name);
    // what does not apply to a run is not set
    if (!isMissing || hasDefault || (name.startsWith('CI_') && !atStart)) return;
    const reason = atStart ? `${name} is set when the step starts` : 'there is no such variable';
    diagnostics.warn({ code: 'unknown-variable', message: `"${source}" is empty: ${reason}`, at, hint });
  }

  private placeOf({ source }: Slot, { start, end }: Span): Span {
    const found = this.context.diagnostics.source.text.indexOf(source, start);
    const first = found >= 0 && found < end ? found : start;
    return { start: first, end: first + source.length };
  }

  private checkKeys(entries: readonly MapEntry[]): void {
    const seen = new Set<string>();
    for (const { key } of entries) {
      if (seen.has(key.text)) reportDuplicateKey(key, this.context.diagnostics);
      seen.add(key.text);
    }
  }
}

/** Several lines as one. */
function quoted(value: string): string {
  return value.includes('\n') ? goQuote(value) : value;
}
