import { suggest } from '../suggest.js';
import { EvaluateError } from './evaluate-error.js';
import type { Parameter } from './function-types.js';
import { functionNames, plainFunction } from './functions.js';
import { type Node, PREDICATE_AT } from './syntax.js';
import { type Type, typeOf } from './values.js';

/** What is known of names: those of the environment are texts. */
export interface Scope {
  readonly isDefined: (name: string) => boolean;
  readonly locals: ReadonlyMap<string, Type>;
}

const NUMBERS: Parameter = ['int', 'float'];
const TEXT: Parameter = ['string'];
const ORDERED: Parameter = ['int', 'float', 'string', 'time', 'duration'];
const SUMMED: Parameter = ['int', 'float', 'string', 'time', 'duration'];
const PREDICATE_RESULTS: Readonly<Record<string, Type>> = {
  all: 'bool',
  any: 'bool',
  one: 'bool',
  none: 'bool',
  map: 'array',
  filter: 'array',
  sortBy: 'array',
  groupBy: 'map',
  count: 'int',
};

/** The type of an expression; throws where it can have none. What is not defined may be anything. */
export function check(node: Node, scope: Scope): Type {
  switch (node.kind) {
    case 'literal':
      return typeOf(node.value);
    case 'name':
      return scope.locals.get(node.name) ?? (scope.isDefined(node.name) ? 'string' : 'any');
    case 'environment':
      return 'map';
    case 'pointer':
      return node.name === '#index' ? 'int' : 'any';
    case 'array':
      for (const item of node.items) check(item, scope);
      return 'array';
    case 'map':
      for (const pair of node.entries) for (const part of pair) check(part, scope);
      return 'map';
    case 'unary':
      if (node.operator !== 'not') return expect(node.operand, NUMBERS, scope);
      expect(node.operand, ['bool'], scope);
      return 'bool';
    case 'binary':
      return checkBinary(node, scope);
    case 'conditional':
      if (node.test !== node.yes) expect(node.test, ['bool'], scope);
      return common(check(node.yes, scope), check(node.no, scope));
    case 'member':
      check(node.key, scope);
      expect(node.of, ['map', 'array', 'nil'], scope);
      return node.of.kind === 'environment' && node.key.kind === 'literal' && scope.isDefined(String(node.key.value)) ? 'string' : 'any';
    case 'slice':
      for (const bound of [node.from, node.to]) if (bound) expect(bound, ['int'], scope);
      return expect(node.of, ['array', 'string'], scope);
    case 'call':
      return checkCall(node, scope);
    case 'predicate':
      return check(node.body, scope);
    case 'let':
      return check(node.body, { ...scope, locals: new Map([...scope.locals, [node.name, check(node.value, scope)]]) });
  }
}

function checkBinary({ operator, left, right, offset }: Extract<Node, { kind: 'binary' }>, scope: Scope): Type {
  switch (operator) {
    case 'and':
    case 'or':
      expect(left, ['bool'], scope);
      expect(right, ['bool'], scope);
      return 'bool';
    case 'matches':
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      expect(left, TEXT, scope);
      expect(right, TEXT, scope);
      return 'bool';
    case 'in':
      check(left, scope);
      expect(right, ['array', 'map'], scope);
      return 'bool';
    case '??':
      return common(check(left, scope), check(right, scope));
    case '..':
      expect(left, ['int'], scope);
      expect(right, ['int'], scope);
      return 'array';
    default:
      return checkOperands(operator, [check(left, scope), check(right, scope)], offset);
  }
}

function checkOperands(operator: string, [left, right]: readonly [Type, Type], offset: number): Type {
  const isEquality = operator === '==' || operator === '!=';
  const isComparison = isEquality || operator.startsWith('<') || operator.startsWith('>');
  const isKnown = left !== 'any' && right !== 'any';
  const isSame = left === right || (NUMBERS.includes(left) && NUMBERS.includes(right));
  const isTimes = ['time', 'duration'].includes(left) && ['time', 'duration'].includes(right);
  const allowed = isEquality ? undefined : isComparison ? ORDERED : operator === '+' || operator === '-' ? SUMMED : NUMBERS;
  const isAllowed = (type: Type) => type === 'any' || allowed === undefined || allowed.includes(type);
  const isNil = isEquality && (left === 'nil' || right === 'nil');
  const mayMix = isSame || isNil || (!isComparison && isTimes);
  const isTextSum = left !== 'string' || operator === '+' || isComparison;
  if (!isAllowed(left) || !isAllowed(right) || (isKnown && !(mayMix && isTextSum))) {
    const hint = NUMBERS.includes(left) || NUMBERS.includes(right) ? ': int(…) makes a number of a text' : '';
    throw new EvaluateError(`"${operator}" of ${left} and ${right}${hint}`, offset);
  }
  if (isComparison) return 'bool';
  if (operator === '/' || operator === '**') return 'float';
  return isKnown && left === right && !isTimes ? left : 'any';
}

function checkCall({ name, arguments: given, offset }: Extract<Node, { kind: 'call' }>, scope: Scope): Type {
  if (Object.hasOwn(PREDICATE_AT, name) && (given.length > 1 || name === 'count' || name === 'sum')) {
    const [list, ...rest] = given;
    if (!list || rest.length > 2) throw new EvaluateError(`"${name}" takes a list and a condition`, offset);
    expect(list, ['array', 'map'], scope);
    for (const argument of rest) check(argument, scope);
    return PREDICATE_RESULTS[name] ?? 'any';
  }
  const known = plainFunction(name);
  if (!known) throw new EvaluateError(unknownFunction(name), offset);
  const { parameters, required, isVariadic = false, result } = known;
  if (given.length < required || (!isVariadic && given.length > parameters.length))
    throw new EvaluateError(`"${name}" does not take ${given.length} values`, offset);
  for (const [index, argument] of given.entries()) expect(argument, parameters[index] ?? parameters.at(-1) ?? [], scope);
  return result;
}

function unknownFunction(name: string): string {
  if (Object.hasOwn(PREDICATE_AT, name)) return `"${name}" takes a list and a condition`;
  const meant = suggest(name, [...functionNames(), ...Object.keys(PREDICATE_AT)]);
  return `there is no function "${name}"${meant ? `, did you mean "${meant}"?` : ''}`;
}

/** The type of a node that must be one of these, or unknown. */
function expect(node: Node, types: Parameter, scope: Scope): Type {
  const type = check(node, scope);
  if (type === 'any' || types.includes('any') || types.includes(type)) return type;
  throw new EvaluateError(`${types.join(' or ')} is needed here, not ${type}`, node.offset);
}

function common(a: Type, b: Type): Type {
  return a === b ? a : 'any';
}
