/** Where a node begins in the expression. */
interface At {
  readonly offset: number;
}

/** An expression as a tree. */
export type Node = At &
  (
    | { readonly kind: 'literal'; readonly value: null | boolean | bigint | number | string }
    | { readonly kind: 'name'; readonly name: string }
    /** `$env` */
    | { readonly kind: 'environment' }
    /** `#`, `#index`, `#acc` in a predicate. */
    | { readonly kind: 'pointer'; readonly name: string }
    | { readonly kind: 'array'; readonly items: readonly Node[] }
    | { readonly kind: 'map'; readonly entries: readonly (readonly [Node, Node])[] }
    | { readonly kind: 'unary'; readonly operator: string; readonly operand: Node }
    | { readonly kind: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }
    | { readonly kind: 'conditional'; readonly test: Node; readonly yes: Node; readonly no: Node }
    | { readonly kind: 'member'; readonly of: Node; readonly key: Node; readonly isOptional: boolean }
    | { readonly kind: 'slice'; readonly of: Node; readonly from?: Node; readonly to?: Node }
    | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Node[] }
    | { readonly kind: 'predicate'; readonly body: Node }
    | { readonly kind: 'let'; readonly name: string; readonly value: Node; readonly body: Node }
  );

/** Functions that take a predicate, and at which place. */
export const PREDICATE_AT: Readonly<Record<string, number>> = {
  all: 1,
  any: 1,
  one: 1,
  none: 1,
  map: 1,
  filter: 1,
  find: 1,
  findIndex: 1,
  findLast: 1,
  findLastIndex: 1,
  groupBy: 1,
  sortBy: 1,
  count: 1,
  sum: 1,
  reduce: 1,
};
