import type { Budget } from './budget.js';
import type { Type, Value } from './values.js';

/** What a parameter takes: one of these types, or a value that is not known before. */
export type Parameter = readonly Type[];

export interface FunctionContext {
  /** Where the call is. */
  readonly offset: number;
  readonly budget: Budget;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A function of the language that takes values only. */
export interface PlainFunction {
  readonly parameters: readonly Parameter[];
  /** Of the parameters, those that must be given. */
  readonly required: number;
  /** The last parameter may be given any number of times. */
  readonly isVariadic?: boolean;
  readonly result: Type;
  readonly run: (given: readonly Value[], context: FunctionContext) => Value;
}
