import type { Compat } from '../model/agent-settings.js';
import { listOf, mapOf, text, wrongType } from './convert.js';
import type { Diagnostics } from './diagnostics.js';
import { isNull, type Node } from './node.js';

/** More pipelines of one file, or variables of one axis, are refused: the reference implementation drops them without a word. */
const MAX_AXES = 27;
const MAX_VARIABLES = 12;

/** Values of the matrix variables in one pipeline. */
export type Axis = Readonly<Record<string, string>>;

/** The axes of a workflow: all combinations of the lists, the last name varying fastest, then those of `include`. One empty axis without a matrix. */
export function readMatrix(
  node: Node | undefined,
  { diagnostics, compat }: { readonly diagnostics: Diagnostics; readonly compat?: Compat },
): readonly Axis[] {
  if (!node || isNull(node)) return [{}];
  if (node.kind !== 'map') {
    wrongType({ node, label: '"matrix"', expected: 'a map' }, diagnostics);
    return [{}];
  }
  const lists: (readonly [string, readonly string[]])[] = [];
  let included: readonly Axis[] = [];
  for (const { key, value } of node.entries) {
    if (isNull(value)) continue;
    if (key.text === 'include') included = listOf(mapOf(text))(value, '"matrix.include"', diagnostics) ?? [];
    else lists.push([key.text, listOf(text)(value, `"matrix.${key.text}"`, diagnostics) ?? []]);
  }
  if (compat !== undefined && included.length > 0) return included;
  const counted = lists.filter(([, items]) => items.length > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  const combinations = counted.length > 0 ? counted.reduce((product, [, items]) => product * items.length, 1) : 0;
  if (compat !== undefined && counted.length > 0) return truncated(counted);
  if (!withinLimits({ combinations, included, variables: counted.length, node }, diagnostics)) return [{}];
  const axes = [...(combinations > 0 ? combine(counted) : []), ...included];
  return axes.length > 0 ? axes : [{}];
}

/** The first combinations of the first variables: what Woodpecker drops without a word. */
function truncated(lists: readonly (readonly [string, readonly string[]])[]): readonly Axis[] {
  const count = lists.reduce((product, [, items]) => product * items.length, 1);
  const names = lists.slice(0, MAX_VARIABLES);
  return Array.from({ length: Math.min(count, MAX_AXES) }, (_, index) => {
    let rest = index;
    const values = [...lists].reverse().map(([name, items]) => {
      const value = [name, items[rest % items.length] ?? ''] as const;
      rest = Math.floor(rest / items.length);
      return value;
    });
    return Object.fromEntries(values.reverse().filter(([name]) => names.some(([kept]) => kept === name)));
  });
}

/** All combinations, in the order of counting. */
function combine(lists: readonly (readonly [string, readonly string[]])[]): readonly Axis[] {
  return lists.reduce<readonly Axis[]>(
    (axes, [name, items]) => axes.flatMap((axis) => items.map((item) => ({ ...axis, [name]: item }))),
    [{}],
  );
}

interface Size {
  readonly combinations: number;
  readonly included: readonly Axis[];
  /** Variables of each combination. */
  readonly variables: number;
  readonly node: Node;
}

function withinLimits({ combinations, included, variables, node }: Size, diagnostics: Diagnostics): boolean {
  const axes = combinations + included.length;
  const most = included.reduce((count, axis) => Math.max(count, Object.keys(axis).length), variables);
  if (axes > MAX_AXES) {
    diagnostics.error({
      code: 'matrix-limit',
      message: `the matrix has ${axes} axes, at most ${MAX_AXES} are possible`,
      at: node.span,
      hint: 'shorten the lists, or name the wanted combinations in "include"',
    });
  }
  if (most > MAX_VARIABLES) {
    diagnostics.error({
      code: 'matrix-limit',
      message: `an axis of the matrix has ${most} variables, at most ${MAX_VARIABLES} are possible`,
      at: node.span,
    });
  }
  return axes <= MAX_AXES && most <= MAX_VARIABLES;
}
