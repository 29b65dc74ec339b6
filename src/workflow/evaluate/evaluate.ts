import { Budget } from './budget.js';
import { check } from './check.js';
import { EvaluateError } from './evaluate-error.js';
import { parseEvaluate } from './parser.js';
import { run, truth } from './run.js';

/** An expression has at most as many characters. */
const MAX_LENGTH = 10_000;

/** What an expression may know. */
export interface EvaluateInput {
  readonly variables: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Whether an `evaluate` expression is true of the variables. It sees nothing else, and ends soon whatever it says.
 *
 * @throws EvaluateError where it is wrong, or not true or false
 */
export function evaluate(text: string, { variables, now }: EvaluateInput): boolean {
  if (text.length > MAX_LENGTH) throw new EvaluateError(`an expression has at most ${MAX_LENGTH} characters`, 0);
  const environment = new Map(Object.entries(variables));
  try {
    const node = parseEvaluate(text);
    const type = check(node, { isDefined: (name) => environment.has(name), locals: new Map() });
    if (type !== 'bool' && type !== 'any') throw new EvaluateError(`the result is ${type}, and must be true or false`, 0);
    return truth(run(node, { environment, locals: new Map(), pointers: new Map(), budget: new Budget(), now }), 0);
  } catch (error) {
    // of data that is as deep as the stack
    if (error instanceof RangeError) throw new EvaluateError('the expression is too deep', 0);
    throw error;
  }
}
