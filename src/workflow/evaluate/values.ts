import { EvaluateError } from './evaluate-error.js';

/** A moment: milliseconds since 1970. */
export interface Time {
  readonly time: number;
}

/** A time span in nanoseconds. */
export interface Duration {
  readonly nanoseconds: number;
}

/** A time zone by its name. */
export interface Zone {
  readonly zone: string;
}

/** What an expression works with; whole numbers are bigints. */
export type Value = null | boolean | bigint | number | string | Time | Duration | Zone | readonly Value[] | ReadonlyMap<string, Value>;

/** What is known of a value before it is there; `any`: nothing. */
export type Type = 'any' | 'nil' | 'bool' | 'int' | 'float' | 'string' | 'array' | 'map' | 'time' | 'duration' | 'zone';

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMap(value: Value): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

export function isNumber(value: Value): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}

export function isTime(value: Value): value is Time {
  return typeof value === 'object' && value !== null && 'time' in value;
}

export function isDuration(value: Value): value is Duration {
  return typeof value === 'object' && value !== null && 'nanoseconds' in value;
}

export function isZone(value: Value): value is Zone {
  return typeof value === 'object' && value !== null && 'zone' in value;
}

export function typeOf(value: Value): Type {
  if (value === null) return 'nil';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'float';
  if (typeof value === 'string') return 'string';
  if (isList(value)) return 'array';
  if (isMap(value)) return 'map';
  if (isTime(value)) return 'time';
  return isZone(value) ? 'zone' : 'duration';
}

/** Equal as the language has it: numbers by value, lists and maps by what they hold, other types never. */
export function equal(a: Value, b: Value): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: 1n == 1 is meant
  if (isNumber(a) && isNumber(b)) return a == b;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, index) => equal(item, b[index] ?? null));
  if (isMap(a) && isMap(b)) return a.size === b.size && [...a].every(([key, item]) => b.has(key) && equal(item, b.get(key) ?? null));
  if (isTime(a) && isTime(b)) return a.time === b.time;
  if (isDuration(a) && isDuration(b)) return a.nanoseconds === b.nanoseconds;
  if (isZone(a) && isZone(b)) return a.zone === b.zone;
  return a === b;
}

/** Negative where `a` comes before `b`; an error where they are not of one kind. */
export function compare(a: Value, b: Value, offset: number): number {
  if (isNumber(a) && isNumber(b)) return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (isTime(a) && isTime(b)) return a.time - b.time;
  if (isDuration(a) && isDuration(b)) return a.nanoseconds - b.nanoseconds;
  throw new EvaluateError(`${typeOf(a)} and ${typeOf(b)} have no order`, offset);
}
