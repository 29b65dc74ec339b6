import { alternatives } from './alternatives.js';
import type { ObjectShape, Shape } from './shape.js';

/** Something that is wrong with a value. */
export interface ShapeProblem {
  /** From the value that was checked to the part that is meant. */
  readonly path: readonly (string | number)[];
  /** The end of a sentence: `must be true or false`. */
  readonly message: string;
}

/** All that is wrong with a value that is given as it stands, as in TypeScript or JSON. */
export function shapeProblems(value: unknown, shape: Shape, path: ShapeProblem['path'] = []): readonly ShapeProblem[] {
  const wrong = (message: string | undefined): readonly ShapeProblem[] => (message === undefined ? [] : [{ path, message }]);
  switch (shape.kind) {
    case 'json':
      return wrong(shape.check(value));
    case 'text':
      return wrong(typeof value === 'string' ? textProblem(value, shape) : notTextProblem(value, shape));
    case 'flag':
      return wrong(typeof value === 'boolean' ? undefined : 'must be true or false');
    case 'whole':
      return wrong(typeof value === 'number' ? wholeProblem(value, shape) : 'must be a whole number');
    case 'list':
      if (!Array.isArray(value)) return wrong('must be a list');
      return value.flatMap((item, index) => shapeProblems(item, shape.item, [...path, index]));
    case 'map':
      if (!isRecord(value)) return wrong('must be a map');
      return Object.entries(value).flatMap(([key, item]) => {
        const keyProblem = shape.key(key);
        const atKey = keyProblem === undefined ? [] : [{ path, message: keyMessage(key, keyProblem) }];
        return [...atKey, ...shapeProblems(item, shape.value, [...path, key])];
      });
    case 'object':
      return isRecord(value) ? objectProblems(value, shape, path) : wrong('must be a map');
  }
}

/** What is wrong with a text, as the end of a sentence. */
export function textProblem(value: string, { choices, check }: Extract<Shape, { kind: 'text' }>): string | undefined {
  if (choices && !choices.includes(value)) return `must be ${alternatives(choices)}, not "${value}"`;
  const problem = check?.(value);
  return problem === undefined ? undefined : `${problem}, not "${value}"`;
}

/** Quotes are no help where what stands between them would be wrong too. */
function notTextProblem(value: unknown, shape: Extract<Shape, { kind: 'text' }>): string {
  const between = typeof value === 'number' || typeof value === 'boolean' ? textProblem(String(value), shape) : undefined;
  return between ?? 'must be text: put it in quotes';
}

/** Says that a map has a key that it cannot have. */
export function keyMessage(key: string, problem: string): string {
  return `has the key "${key}", and a key ${problem}`;
}

export function wholeProblem(value: number, { min, max }: Extract<Shape, { kind: 'whole' }>): string | undefined {
  if (!Number.isInteger(value)) return `must be a whole number, not ${value}`;
  return value >= min && value <= max ? undefined : `must be a number from ${min} to ${max}, not ${value}`;
}

/** The path as one reads it: `tolerations[0].effect`. */
export function pathText(path: ShapeProblem['path']): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}

function objectProblems(
  value: Readonly<Record<string, unknown>>,
  { fields, check }: ObjectShape,
  path: ShapeProblem['path'],
): readonly ShapeProblem[] {
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(fields, key) && value[key] !== undefined);
  const problems = Object.entries(fields).flatMap(([key, { shape, required }]) => {
    const given = value[key];
    if (given !== undefined && given !== null) return shapeProblems(given, shape, [...path, key]);
    return required ? [{ path, message: `needs "${key}"` }] : [];
  });
  const found = [...unknown.map((key) => ({ path, message: `has the unknown key "${key}"` })), ...problems];
  if (found.length > 0 || check === undefined) return found;
  const together = check(value);
  return together === undefined ? [] : [{ path, message: together }];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
