import { EvaluateError } from './evaluate-error.js';
import type { FunctionContext, Parameter, PlainFunction } from './function-types.js';
import { compare, equal, isList, isMap, type Value } from './values.js';

const LIST: Parameter = ['array'];
const MAP: Parameter = ['map'];
const WHOLE: Parameter = ['int'];
const TEXT: Parameter = ['string'];

export const ARRAY_FUNCTIONS: Readonly<Record<string, PlainFunction>> = {
  first: lists(([list]) => list[0] ?? null),
  last: lists(([list]) => list.at(-1) ?? null),
  reverse: lists(([list]) => [...list].reverse()),
  flatten: lists(([list], context) => flattened(list, context)),
  uniq: lists(([list], { budget, offset }) => {
    budget.spend(list.length ** 2, offset);
    return list.filter((item, index) => list.findIndex((other) => equal(other, item)) === index);
  }),
  concat: {
    parameters: [LIST],
    required: 1,
    isVariadic: true,
    result: 'array',
    run: (given) => given.flatMap((list) => listOf(list)),
  },
  sort: {
    parameters: [LIST, TEXT],
    required: 1,
    result: 'array',
    run: ([list, order], { offset }) => sorted(listOf(list), { key: (item) => item, order, offset }),
  },
  take: {
    parameters: [LIST, WHOLE],
    required: 2,
    result: 'array',
    run: ([list, count]) => listOf(list).slice(0, Math.max(0, Number(count))),
  },
  join: {
    parameters: [LIST, TEXT],
    required: 1,
    result: 'string',
    run: ([list, separator], { budget, offset }) => {
      const items = listOf(list);
      if (!items.every((item) => typeof item === 'string')) throw new EvaluateError('only texts can be joined', offset);
      const joined = items.join(separator === undefined ? '' : String(separator));
      budget.spend(joined.length, offset);
      return joined;
    },
  },
  keys: { parameters: [MAP], required: 1, result: 'array', run: ([map]) => (map !== undefined && isMap(map) ? [...map.keys()] : []) },
  values: { parameters: [MAP], required: 1, result: 'array', run: ([map]) => (map !== undefined && isMap(map) ? [...map.values()] : []) },
  len: {
    parameters: [['array', 'map', 'string']],
    required: 1,
    result: 'int',
    run: ([value], { budget, offset }) => {
      if (typeof value !== 'string') return BigInt(value !== undefined && isMap(value) ? value.size : listOf(value).length);
      budget.spend(value.length, offset);
      return BigInt(Array.from(value).length);
    },
  },
  get: {
    parameters: [['array', 'map', 'nil'], ['any']],
    required: 2,
    result: 'any',
    run: ([of, key = null]) => {
      if (of !== undefined && isMap(of)) return of.get(String(key)) ?? null;
      return typeof key === 'bigint' ? (listOf(of).at(Number(key)) ?? null) : null;
    },
  },
};

/** True for a list that is not shared with a map. */
export function isIterable(value: Value): value is readonly Value[] {
  return isList(value);
}

export function listOf(value: Value | undefined): readonly Value[] {
  return value !== undefined && isList(value) ? value : [];
}

export interface Sorting {
  readonly key: (item: Value) => Value;
  /** `asc` or `desc`. */
  readonly order: Value | undefined;
  readonly offset: number;
}

export function sorted(list: readonly Value[], { key, order = 'asc', offset }: Sorting): readonly Value[] {
  if (order !== 'asc' && order !== 'desc') throw new EvaluateError('the order is "asc" or "desc"', offset);
  const sign = order === 'asc' ? 1 : -1;
  return list
    .map((item) => ({ item, by: key(item) }))
    .sort((a, b) => sign * compare(a.by, b.by, offset))
    .map(({ item }) => item);
}

function flattened(list: readonly Value[], context: FunctionContext): readonly Value[] {
  context.budget.spend(list.length, context.offset);
  return list.flatMap((item) => (isList(item) ? flattened(item, context) : [item]));
}

function lists(run: (given: readonly [readonly Value[]], context: FunctionContext) => Value): PlainFunction {
  return { parameters: [LIST], required: 1, result: 'any', run: ([list], context) => run([listOf(list)], context) };
}
