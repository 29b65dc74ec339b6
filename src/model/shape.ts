/**
 * Shapes say what values an option may have. One description is the source of how the option is read from YAML,
 * how it is validated in TypeScript, of its JSON Schema and of its row in the documentation.
 */

/** What is wrong with a value, as the end of a sentence: `is not a quantity`; undefined where nothing is. */
export type Check<T> = (value: T) => string | undefined;

export interface TextShape {
  readonly kind: 'text';
  readonly choices?: readonly string[];
  readonly check?: Check<string>;
  /** For the JSON Schema; the check is the authority. */
  readonly pattern?: string;
}

export interface FlagShape {
  readonly kind: 'flag';
}

export interface WholeShape {
  readonly kind: 'whole';
  readonly min: number;
  readonly max: number;
}

export interface ListShape {
  readonly kind: 'list';
  readonly item: Shape;
}

/** Any keys, all values of one shape. */
export interface MapShape {
  readonly kind: 'map';
  readonly key: Check<string>;
  readonly value: Shape;
}

/** Known keys, each with a shape of its own. */
export interface ObjectShape {
  readonly kind: 'object';
  readonly fields: Readonly<Record<string, Field>>;
  /** What fields together get wrong, once each is right by itself. */
  readonly check?: Check<Readonly<Record<string, unknown>>>;
}

/** Any JSON. */
export interface JsonShape {
  readonly kind: 'json';
  readonly check: Check<unknown>;
}

export type Shape = TextShape | FlagShape | WholeShape | ListShape | MapShape | ObjectShape | JsonShape;

export interface Field {
  readonly shape: Shape;
  readonly required?: boolean;
  /** What it is, in a few words. */
  readonly text?: string;
}

/** A field for each property of a type, so that none can be forgotten. */
export type FieldsOf<T> = { readonly [K in keyof Required<T>]: Field };

export const text = (check?: Check<string>, pattern?: string): TextShape => ({ kind: 'text', check, pattern });
export const choice = (...choices: readonly string[]): TextShape => ({ kind: 'text', choices });
export const flag: FlagShape = { kind: 'flag' };
export const whole = (min: number, max: number): WholeShape => ({ kind: 'whole', min, max });
export const listOf = (item: Shape): ListShape => ({ kind: 'list', item });
export const mapOf = (key: Check<string>, value: Shape): MapShape => ({ kind: 'map', key, value });
export const jsonOf = (check: Check<unknown>): JsonShape => ({ kind: 'json', check });

/** The object with the properties of a type. */
export function object<T>(fields: FieldsOf<T>, check?: Check<T>): ObjectShape {
  // whoever checks an object has found all its fields right before
  return { kind: 'object', fields, check: check && ((value) => check(value as T)) };
}
