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
const BASED = /^([+-]?)0([box]?)([0-9a-fA-F_]+)$/;
const DECIMAL = /^[+-]?(\.\d[\d_]*|\d[\d_]*(\.[\d_]*)?)([eE][+-]?\d+)?$/;
const BASES: Readonly<Record<string, { readonly radix: number; readonly digits: RegExp }>> = {
  b: { radix: 2, digits: /^[01]+$/ },
  o: { radix: 8, digits: /^[0-7]+$/ },
  // As in YAML 1.1: a leading zero makes an octal number.
  '': { radix: 8, digits: /^[0-7]+$/ },
  x: { radix: 16, digits: /^[0-9a-fA-F]+$/ },
};

export function isNull(node: Node): boolean {
  return node.kind === 'scalar' && node.plain && NULL.test(node.text);
}

/** The value of a scalar by the rules of YAML; numbers that do not fit stay text. */
export function scalarValue({ text, plain }: ScalarNode): Scalar {
  if (!plain) return text;
  if (NULL.test(text)) return null;
  if (TRUE.test(text)) return true;
  if (FALSE.test(text)) return false;
  return numberValue(text) ?? text;
}

function numberValue(text: string): number | undefined {
  const [, sign, base = '', digits = ''] = BASED.exec(text) ?? [];
  const bare = digits.replaceAll('_', '');
  const { radix, digits: valid } = BASES[base] ?? {};
  let value: number | undefined;
  if (sign !== undefined && radix && valid?.test(bare)) value = Number.parseInt(bare, radix) * (sign === '-' ? -1 : 1);
  else if (DECIMAL.test(text)) value = Number(text.replaceAll('_', ''));
  return value === undefined || (Number.isInteger(value) && !Number.isSafeInteger(value)) ? undefined : value;
}

/** What a node is, in the words of a message. */
export function describeNode(node: Node): string {
  if (node.kind !== 'scalar') return `a ${node.kind}`;
  const value = scalarValue(node);
  if (value === null) return 'empty';
  return typeof value === 'string' ? 'text' : `the ${typeof value} ${node.text}`;
}
