import { isIterable, sorted } from './array-functions.js';
import { EvaluateError } from './evaluate-error.js';
import { numbersIn } from './number-functions.js';
import type { Node } from './syntax.js';
import { isMap, typeOf, type Value } from './values.js';

/** What the functions with a condition need of the evaluator. */
export interface PredicateRun {
  readonly offset: number;
  readonly spend: (steps: number) => void;
  /** The value of an argument. */
  readonly value: (argument: Node) => Value;
  /** The value of a condition for these pointers. */
  readonly test: (body: Node, pointers: Readonly<Record<string, Value>>) => Value;
}

/** Runs a function that asks a condition of each item. */
export function runPredicate(name: string, [list, predicate, third]: readonly Node[], runner: PredicateRun): Value {
  const { offset, spend, value, test } = runner;
  const items = list ? itemsOf(value(list), offset) : [];
  spend(items.length);
  const body = predicate?.kind === 'predicate' ? predicate.body : undefined;
  const ask = (item: Value, index: number): Value => (body ? test(body, { '#': item, '#index': BigInt(index) }) : item);
  const holds = (item: Value, index: number): boolean => {
    const answer = ask(item, index);
    if (typeof answer !== 'boolean') throw new EvaluateError(`the condition of "${name}" is ${typeOf(answer)}, not true or false`, offset);
    return answer;
  };
  switch (name) {
    case 'all':
      return items.every(holds);
    case 'any':
      return items.some(holds);
    case 'none':
      return !items.some(holds);
    case 'one':
      return items.filter(holds).length === 1;
    case 'filter':
      return items.filter(holds);
    case 'count':
      return BigInt(items.filter(holds).length);
    case 'map':
      return items.map(ask);
    case 'find':
      return items.find(holds) ?? null;
    case 'findLast':
      return items.findLast(holds) ?? null;
    case 'findIndex':
      return indexOrNil(items.findIndex(holds));
    case 'findLastIndex':
      return indexOrNil(items.findLastIndex(holds));
    case 'groupBy':
      return grouped(items, ask);
    case 'sortBy': {
      const keys = new Map(items.map((item, index) => [index, ask(item, index)]));
      const order = third && value(third);
      return sorted(
        items.map((_, index) => BigInt(index)),
        { key: (index) => keys.get(Number(index)) ?? null, order, offset },
      ).map((index) => items[Number(index)] ?? null);
    }
    case 'sum':
      return total(items.map(ask), offset);
    default:
      return reduced(items, { body, start: third && value(third), runner });
  }
}

function itemsOf(value: Value, offset: number): readonly Value[] {
  if (isIterable(value)) return value;
  if (isMap(value)) return [...value.values()];
  throw new EvaluateError(`a list is needed here, not ${typeOf(value)}`, offset);
}

function indexOrNil(index: number): Value {
  return index < 0 ? null : BigInt(index);
}

function grouped(items: readonly Value[], ask: (item: Value, index: number) => Value): Value {
  const groups = new Map<string, Value[]>();
  for (const [index, item] of items.entries()) {
    const key = String(ask(item, index));
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

function total(values: readonly Value[], offset: number): Value {
  const numbers = numbersIn(values, offset);
  const isWhole = numbers.every((number) => typeof number === 'bigint');
  return isWhole ? numbers.reduce((a, b) => a + b, 0n) : numbers.map(Number).reduce((a, b) => a + b, 0);
}

function reduced(
  items: readonly Value[],
  { body, start, runner }: { readonly body: Node | undefined; readonly start: Value | undefined; readonly runner: PredicateRun },
): Value {
  if (!body) throw new EvaluateError('"reduce" needs a condition', runner.offset);
  const [first, ...rest] = items;
  if (start === undefined && first === undefined) throw new EvaluateError('there is nothing to reduce', runner.offset);
  return (start === undefined ? rest : items).reduce<Value>(
    (sum, item, index) => runner.test(body, { '#': item, '#index': BigInt(start === undefined ? index + 1 : index), '#acc': sum }),
    start ?? first ?? null,
  );
}
