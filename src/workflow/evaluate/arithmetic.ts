import { EvaluateError } from './evaluate-error.js';
import { type Duration, isDuration, isNumber, isTime, type Time, typeOf, type Value } from './values.js';

const NANOSECONDS = 1e6;

/** The result of an arithmetic operator. */
export function arithmetic(operator: string, [left, right]: readonly [Value, Value], offset: number): Value {
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') return left + right;
  if (operator === '%') {
    if (typeof left !== 'bigint' || typeof right !== 'bigint') throw mismatch(operator, [left, right], offset);
    if (right === 0n) throw new EvaluateError('division by zero', offset);
    return left % right;
  }
  if (isNumber(left) && isNumber(right)) return ofNumbers(operator, left, right);
  const moved = ofTimes(operator, left, right);
  if (moved === undefined) throw mismatch(operator, [left, right], offset);
  return moved;
}

function ofNumbers(operator: string, left: bigint | number, right: bigint | number): Value {
  // both of these make fractions, of whole numbers too
  if (operator === '/') return Number(left) / Number(right);
  if (operator === '**') return Number(left) ** Number(right);
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    return BigInt.asIntN(64, operator === '+' ? left + right : operator === '-' ? left - right : left * right);
  }
  const [a, b] = [Number(left), Number(right)];
  return operator === '+' ? a + b : operator === '-' ? a - b : a * b;
}

function ofTimes(operator: string, left: Value, right: Value): Time | Duration | undefined {
  const sign = operator === '+' ? 1 : operator === '-' ? -1 : undefined;
  if (sign === undefined) return undefined;
  if (isTime(left) && isTime(right) && sign < 0) return { nanoseconds: (left.time - right.time) * NANOSECONDS };
  if (isTime(left) && isDuration(right)) return { time: left.time + (sign * right.nanoseconds) / NANOSECONDS };
  if (isDuration(left) && isTime(right) && sign > 0) return { time: right.time + left.nanoseconds / NANOSECONDS };
  if (isDuration(left) && isDuration(right)) return { nanoseconds: left.nanoseconds + sign * right.nanoseconds };
  return undefined;
}

export function mismatch(operator: string, [left, right]: readonly [Value, Value], offset: number): EvaluateError {
  return new EvaluateError(`"${operator}" of ${typeOf(left)} and ${typeOf(right)}`, offset);
}
