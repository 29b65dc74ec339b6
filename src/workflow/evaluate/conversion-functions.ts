import { Buffer } from 'node:buffer';
import { listOf } from './array-functions.js';
import { EvaluateError } from './evaluate-error.js';
import type { Parameter, PlainFunction } from './function-types.js';
import { durationText, timestamp } from './time-text.js';
import { isDuration, isList, isMap, isTime, isZone, type Type, typeOf, type Value } from './values.js';

const TEXT: Parameter = ['string'];
const ANY: Parameter = ['any'];
const SCALAR: Parameter = ['int', 'float', 'string'];
const WHOLE_TEXT = /^[+-]?\d+$/;
/** Where shorter forms of a number have an exponent. */
const [LEAST, MOST] = [1e-4, 1e21];

export const CONVERSION_FUNCTIONS: Readonly<Record<string, PlainFunction>> = {
  type: one(ANY, 'string', (value) => typeOf(value)),
  int: one(SCALAR, 'int', (value, offset) => wholeOf(value, offset)),
  float: one(SCALAR, 'float', (value, offset) => {
    const number = value === '' ? Number.NaN : Number(value);
    if (Number.isNaN(number)) throw new EvaluateError(`"${textOf(value)}" is no number`, offset);
    return number;
  }),
  string: one(ANY, 'string', (value) => textOf(value)),
  toJSON: one(ANY, 'string', (value) => JSON.stringify(plain(value), undefined, 2)),
  fromJSON: one(TEXT, 'any', (value, offset) => {
    try {
      return fromPlain(JSON.parse(String(value)));
    } catch {
      throw new EvaluateError('this text is no JSON', offset);
    }
  }),
  toBase64: one(TEXT, 'string', (value) => Buffer.from(String(value)).toString('base64')),
  fromBase64: one(TEXT, 'string', (value, offset) => {
    if (!/^[A-Za-z\d+/]*={0,2}$/.test(String(value)) || String(value).length % 4 !== 0)
      throw new EvaluateError('this text is no base64', offset);
    return Buffer.from(String(value), 'base64').toString();
  }),
  toPairs: one(['map'], 'array', (value) => (isMap(value) ? [...value].map((pair) => [...pair]) : [])),
  fromPairs: one(['array'], 'map', (value, offset) => {
    return new Map(
      listOf(value).map((pair): [string, Value] => {
        const [key = null, item = null] = listOf(pair);
        if (!isList(pair) || pair.length !== 2) throw new EvaluateError('a pair has two items', offset);
        return [textOf(key), item];
      }),
    );
  }),
};

function one(parameter: Parameter, result: Type, run: (value: Value, offset: number) => Value): PlainFunction {
  return { parameters: [parameter], required: 1, result, run: ([value = null], { offset }) => run(value, offset) };
}

function wholeOf(value: Value, offset: number): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return BigInt(Math.trunc(value));
  if (typeof value === 'string' && WHOLE_TEXT.test(value) && value.length < 20) return BigInt(value.replace('+', ''));
  throw new EvaluateError(`"${textOf(value)}" is no whole number`, offset);
}

/** A value as text. */
export function textOf(value: Value): string {
  if (value === null) return '<nil>';
  if (typeof value === 'number') return numberText(value);
  if (isList(value)) return `[${value.map(textOf).join(' ')}]`;
  if (isMap(value)) return `map[${[...value].map(([key, item]) => `${key}:${textOf(item)}`).join(' ')}]`;
  if (isTime(value)) return `${timestamp(value).slice(0, -1).replace('T', ' ')} +0000 UTC`;
  if (isDuration(value)) return durationText(value.nanoseconds);
  if (isZone(value)) return value.zone;
  return String(value);
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const size = Math.abs(value);
  if (value === 0 || (size >= LEAST && size < MOST)) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

function plain(value: Value): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (isList(value)) return value.map(plain);
  if (isMap(value)) return Object.fromEntries([...value].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, plain(item)]));
  if (isTime(value)) return timestamp(value);
  if (isZone(value)) return {};
  return isDuration(value) ? value.nanoseconds : value;
}

function fromPlain(value: unknown): Value {
  if (Array.isArray(value)) return value.map(fromPlain);
  if (typeof value === 'object' && value !== null) return new Map(Object.entries(value).map(([key, item]) => [key, fromPlain(item)]));
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
