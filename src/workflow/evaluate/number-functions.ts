import { isIterable } from './array-functions.js';
import { EvaluateError } from './evaluate-error.js';
import type { Parameter, PlainFunction } from './function-types.js';
import { compare, isNumber, type Value } from './values.js';

const NUMBER: Parameter = ['int', 'float'];
const WHOLE: Parameter = ['int'];
const NUMBERS: Parameter = ['int', 'float', 'array'];

export const NUMBER_FUNCTIONS: Readonly<Record<string, PlainFunction>> = {
  max: extreme(1),
  min: extreme(-1),
  abs: {
    parameters: [NUMBER],
    required: 1,
    result: 'any',
    run: ([value]) => (typeof value === 'bigint' ? (value < 0n ? -value : value) : Math.abs(Number(value))),
  },
  ceil: rounding(Math.ceil),
  floor: rounding(Math.floor),
  round: rounding((value) => Math.sign(value) * Math.round(Math.abs(value))),
  mean: {
    parameters: [NUMBERS],
    required: 1,
    isVariadic: true,
    result: 'float',
    run: (given, { offset }) => {
      const numbers = numbersIn(given, offset).map(Number);
      return numbers.length === 0 ? 0 : numbers.reduce((a, b) => a + b) / numbers.length;
    },
  },
  median: {
    parameters: [NUMBERS],
    required: 1,
    isVariadic: true,
    result: 'float',
    run: (given, { offset }) => {
      const numbers = numbersIn(given, offset)
        .map(Number)
        .sort((a, b) => a - b);
      const [low = 0, high = 0] = [numbers[Math.floor((numbers.length - 1) / 2)], numbers[Math.floor(numbers.length / 2)]];
      return (low + high) / 2;
    },
  },
  bitand: bits((a, b) => a & b),
  bitor: bits((a, b) => a | b),
  bitxor: bits((a, b) => a ^ b),
  bitnand: bits((a, b) => a & ~b),
  bitshl: shift((a, b) => a << b),
  bitshr: shift((a, b) => a >> b),
  bitushr: shift((a, b) => BigInt.asUintN(64, a) >> b),
  bitnot: { parameters: [WHOLE], required: 1, result: 'int', run: ([value]) => ~whole(value) },
};

/** The numbers among values and in lists of them. */
export function numbersIn(given: readonly Value[], offset: number): readonly (bigint | number)[] {
  return given.flatMap((value) => {
    if (isIterable(value)) return numbersIn(value, offset);
    if (isNumber(value)) return [value];
    throw new EvaluateError('a number is needed', offset);
  });
}

function extreme(sign: 1 | -1): PlainFunction {
  return {
    parameters: [NUMBERS],
    required: 1,
    isVariadic: true,
    result: 'any',
    run: (given, { offset }) => {
      const numbers = numbersIn(given, offset);
      return numbers.length === 0 ? null : numbers.reduce((a, b) => (compare(b, a, offset) * sign > 0 ? b : a));
    },
  };
}

function rounding(round: (value: number) => number): PlainFunction {
  return { parameters: [NUMBER], required: 1, result: 'float', run: ([value]) => round(Number(value)) };
}

function bits(operate: (a: bigint, b: bigint) => bigint): PlainFunction {
  return {
    parameters: [WHOLE, WHOLE],
    required: 2,
    result: 'int',
    run: ([a, b]) => BigInt.asIntN(64, operate(whole(a), whole(b))),
  };
}

function whole(value: Value | undefined): bigint {
  return typeof value === 'bigint' ? value : 0n;
}

function shift(operate: (a: bigint, b: bigint) => bigint): PlainFunction {
  const plain = bits(operate);
  return {
    ...plain,
    run: (given, context) => {
      const count = Number(given[1]);
      if (count < 0) throw new EvaluateError('bits cannot be shifted by less than none', context.offset);
      return count > 63 ? 0n : plain.run(given, context);
    },
  };
}
