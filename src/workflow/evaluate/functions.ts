import { ARRAY_FUNCTIONS } from './array-functions.js';
import { CONVERSION_FUNCTIONS } from './conversion-functions.js';
import type { PlainFunction } from './function-types.js';
import { NUMBER_FUNCTIONS } from './number-functions.js';
import { STRING_FUNCTIONS } from './string-functions.js';
import { TIME_FUNCTIONS } from './time-functions.js';

const TABLE: ReadonlyMap<string, PlainFunction> = new Map(
  Object.entries({ ...STRING_FUNCTIONS, ...NUMBER_FUNCTIONS, ...ARRAY_FUNCTIONS, ...CONVERSION_FUNCTIONS, ...TIME_FUNCTIONS }),
);

export function plainFunction(name: string): PlainFunction | undefined {
  return TABLE.get(name);
}

export function functionNames(): Iterable<string> {
  return TABLE.keys();
}
