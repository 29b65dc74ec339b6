import { arithmetic } from './arithmetic.js';
import { isIterable } from './array-functions.js';
import type { Budget } from './budget.js';
import { EvaluateError } from './evaluate-error.js';
import { plainFunction } from './functions.js';
import { matchesRegex } from './regex.js';
import { type PredicateRun, runPredicate } from './run-predicate.js';
import { type Node, PREDICATE_AT } from './syntax.js';
import { compare, equal, isList, isMap, typeOf, type Value } from './values.js';

/** What an expression can see. */
export interface Frame {
  readonly environment: ReadonlyMap<string, Value>;
  readonly locals: ReadonlyMap<string, Value>;
  /** `#`, `#index`, `#acc` of the predicate that runs. */
  readonly pointers: ReadonlyMap<string, Value>;
  readonly budget: Budget;
  readonly now: () => number;
}

/** The value of an expression. */
export function run(node: Node, frame: Frame): Value {
  frame.budget.spend(1, node.offset);
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'name':
      // what is not there is an empty text
      return frame.locals.get(node.name) ?? frame.environment.get(node.name) ?? '';
    case 'environment':
      return frame.environment;
    case 'pointer': {
      const value = frame.pointers.get(node.name);
      if (value === undefined) throw new EvaluateError(`"${node.name}" is for conditions on lists`, node.offset);
      return value;
    }
    case 'array':
      return node.items.map((item) => run(item, frame));
    case 'map':
      return new Map(node.entries.map(([key, value]) => [String(run(key, frame)), run(value, frame)] as const));
    case 'unary':
      return unary(node, frame);
    case 'binary':
      return binary(node, frame);
    case 'conditional': {
      const test = run(node.test, frame);
      if (node.test === node.yes && test !== false) return test;
      return truth(test, node.test.offset) ? run(node.yes, frame) : run(node.no, frame);
    }
    case 'member':
      return member(node, frame);
    case 'slice':
      return slice(node, frame);
    case 'call':
      return call(node, frame);
    case 'predicate':
      throw new EvaluateError('a condition stands in a call', node.offset);
    case 'let':
      return run(node.body, { ...frame, locals: new Map([...frame.locals, [node.name, run(node.value, frame)]]) });
  }
}

/** A value that must be true or false. */
export function truth(value: Value, offset: number): boolean {
  if (typeof value === 'boolean') return value;
  throw new EvaluateError(`true or false is needed here, not ${typeOf(value)}`, offset);
}

function unary({ operator, operand, offset }: Extract<Node, { kind: 'unary' }>, frame: Frame): Value {
  const value = run(operand, frame);
  if (operator === 'not') return !truth(value, offset);
  if (typeof value === 'bigint' || typeof value === 'number') return operator === '-' ? -value : value;
  throw new EvaluateError(`"${operator}" of ${typeOf(value)}`, offset);
}

function binary({ operator, left, right, offset }: Extract<Node, { kind: 'binary' }>, frame: Frame): Value {
  const first = run(left, frame);
  if (operator === 'and') return truth(first, offset) && truth(run(right, frame), offset);
  if (operator === 'or') return truth(first, offset) || truth(run(right, frame), offset);
  if (operator === '??') return first ?? run(right, frame);
  const second = run(right, frame);
  switch (operator) {
    case '==':
      return equal(first, second);
    case '!=':
      return !equal(first, second);
    case '<':
      return compare(first, second, offset) < 0;
    case '>':
      return compare(first, second, offset) > 0;
    case '<=':
      return compare(first, second, offset) <= 0;
    case '>=':
      return compare(first, second, offset) >= 0;
    case 'in':
      return isIn(first, second, { frame, offset });
    case '..':
      return range(first, second, { frame, offset });
    case 'contains':
    case 'startsWith':
    case 'endsWith':
    case 'matches':
      return ofTexts(operator, [first, second], { frame, offset });
  }
  const result = arithmetic(operator, [first, second], offset);
  if (typeof result === 'string') frame.budget.spend(result.length, offset);
  return result;
}

interface Operation {
  readonly frame: Frame;
  readonly offset: number;
}

function ofTexts(operator: string, [left, right]: readonly [Value, Value], { frame, offset }: Operation): boolean {
  // nothing matches what is not there
  if (left === null || right === null) return false;
  if (typeof left !== 'string' || typeof right !== 'string')
    throw new EvaluateError(`"${operator}" of ${typeOf(left)} and ${typeOf(right)}`, offset);
  frame.budget.spend(left.length, offset);
  if (operator === 'contains') return left.includes(right);
  if (operator === 'startsWith') return left.startsWith(right);
  return operator === 'endsWith' ? left.endsWith(right) : matchesRegex(left, right, { budget: frame.budget, offset });
}

function isIn(value: Value, container: Value, { frame, offset }: Operation): boolean {
  if (container === null) return false;
  if (isMap(container)) return typeof value === 'string' && container.has(value);
  if (!isList(container)) throw new EvaluateError(`"in" of ${typeOf(value)} and ${typeOf(container)}`, offset);
  frame.budget.spend(container.length, offset);
  return container.some((item) => equal(item, value));
}

function range(from: Value, to: Value, { frame, offset }: Operation): Value {
  if (typeof from !== 'bigint' || typeof to !== 'bigint') throw new EvaluateError('".." needs whole numbers', offset);
  const count = Math.max(0, Number(to - from) + 1);
  frame.budget.spend(count, offset);
  return Array.from({ length: count }, (_, index) => from + BigInt(index));
}

function member({ of, key, isOptional, offset }: Extract<Node, { kind: 'member' }>, frame: Frame): Value {
  const container = run(of, frame);
  if (container === null && isOptional) return null;
  const at = run(key, frame);
  // a name that is not there is an empty text, as it is without $env
  if (container === frame.environment) return frame.environment.get(String(at)) ?? '';
  if (container !== null && isMap(container)) return container.get(String(at)) ?? null;
  if (container === null || !isIterable(container) || typeof at !== 'bigint')
    throw new EvaluateError(`${typeOf(container)} has no member ${typeOf(at)}`, offset);
  const item = container.at(Number(at));
  if (item === undefined) throw new EvaluateError(`the list has no item ${at}`, offset);
  return item;
}

function slice({ of, from, to, offset }: Extract<Node, { kind: 'slice' }>, frame: Frame): Value {
  const whole = run(of, frame);
  const bound = (node: Node | undefined): number | undefined => {
    const value = node && run(node, frame);
    if (value !== undefined && typeof value !== 'bigint') throw new EvaluateError('a bound is a whole number', offset);
    return value === undefined ? undefined : Number(value);
  };
  if (typeof whole !== 'string' && !isList(whole)) throw new EvaluateError(`${typeOf(whole)} cannot be cut`, offset);
  frame.budget.spend(whole.length, offset);
  return whole.slice(bound(from), bound(to));
}

function call({ name, arguments: given, offset }: Extract<Node, { kind: 'call' }>, frame: Frame): Value {
  if (Object.hasOwn(PREDICATE_AT, name)) {
    const runner: PredicateRun = {
      offset,
      spend: (steps) => frame.budget.spend(steps, offset),
      value: (argument) => run(argument, frame),
      test: (body, pointers) => run(body, { ...frame, pointers: new Map(Object.entries(pointers)) }),
    };
    return runPredicate(name, given, runner);
  }
  const known = plainFunction(name);
  if (!known) throw new EvaluateError(`there is no function "${name}"`, offset);
  const values = given.map((argument, index) => {
    const value = run(argument, frame);
    const types = known.parameters[index] ?? known.parameters.at(-1) ?? [];
    if (types.includes('any') || types.includes(typeOf(value))) return value;
    throw new EvaluateError(`"${name}" takes ${types.join(' or ')}, not ${typeOf(value)}`, argument.offset);
  });
  frame.budget.spend(
    values.reduce((sum: number, value) => sum + (typeof value === 'string' || isList(value) ? value.length : 1), 0),
    offset,
  );
  return known.run(values, { offset, budget: frame.budget, now: frame.now });
}
