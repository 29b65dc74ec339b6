import type { Scalar } from '../model/pipeline.js';
import type { Span } from './source.js';

/** A scalar of a YAML file, with its text as written. */
export interface ScalarNode {
  readonly kind: 'scalar';
  readonly span: Span;
  readonly text: string;
  /** True where nothing (quotes, block, tag) says that the text is a string. */
  readonly plain: boolean;
}

export interface ListNode {
  readonly kind: 'list';
  readonly span: Span;
  readonly items: readonly Node[];
}

export interface MapEntry {
  readonly key: ScalarNode;
  readonly value: Node;
}

export interface MapNode {
  readonly kind: 'map';
  readonly span: Span;
  readonly entries: readonly MapEntry[];
}

/** A node of a YAML file, with anchors and merge keys resolved; a node may stand in several places. */
export type Node = ScalarNode | ListNode | MapNode;

const NULL = /^(~|null|Null|NULL)?$/;
const TRUE = /^(true|True|TRUE)$/;
const FALSE = /^(false|False|FALSE)$/;
const BASED = /^[+-]?0([box]?)([0-9a-fA-F_]+)$/i;
const DECIMAL = /^[+-]?(\.\d[\d_]*|\d[\d_]*(\.[\d_]*)?)([eE][+-]?\d+)?$/;
const BASES: Readonly<Record<string, { readonly prefix: string; readonly digits: RegExp }>> = {
  b: { prefix: '0b', digits: /^[01]+$/ },
  o: { prefix: '0o', digits: /^[0-7]+$/ },
  // As in YAML 1.1: a leading zero makes an octal number.
  '': { prefix: '0o', digits: /^[0-7]+$/ },
  x: { prefix: '0x', digits: /^[0-9a-fA-F]+$/ },
};

export function isNull(node: Node): boolean {
  return node.kind === 'scalar' && node.plain && NULL.test(node.text);
}

/** The value of a scalar by the rules of YAML; numbers that JavaScript does not have stay text. */
export function scalarValue({ text, plain }: ScalarNode): Scalar {
  if (!plain) return text;
  if (NULL.test(text)) return null;
  if (TRUE.test(text)) return true;
  if (FALSE.test(text)) return false;
  return numberValue(text) ?? text;
}

function numberValue(text: string): number | undefined {
  const literal = text.startsWith('_') ? undefined : literalOf(text.replaceAll('_', ''));
  if (literal === undefined) return undefined;
  const value = Number(literal);
  const isWhole = /^(\d+|0[box].+)$/.test(literal);
  const fits = Number.isFinite(value) && (!isWhole || Number.isSafeInteger(value) || BigInt(value) === BigInt(literal));
  return fits ? value * (text.startsWith('-') ? -1 : 1) : undefined;
}

/** The number without its sign, as JavaScript has it. */
function literalOf(text: string): string | undefined {
  const [, base, digits = ''] = BASED.exec(text) ?? [];
  const { prefix = '', digits: valid } = base === undefined ? {} : (BASES[base.toLowerCase()] ?? {});
  if (valid?.test(digits)) return prefix + digits;
  return DECIMAL.test(text) ? text.replace(/^[+-]/, '') : undefined;
}

/** What a node is, in the words of a message. */
export function describeNode(node: Node): string {
  if (node.kind !== 'scalar') return `a ${node.kind}`;
  const value = scalarValue(node);
  if (value === null) return 'empty';
  return typeof value === 'string' ? 'text' : `the ${typeof value} ${node.text}`;
}
