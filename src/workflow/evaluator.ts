import type { Diagnostics } from './diagnostics.js';
import { evaluate } from './evaluate/evaluate.js';
import { EvaluateError } from './evaluate/evaluate-error.js';
import type { Variables } from './substitute.js';
import type { WhenContext } from './when.js';

export interface EvaluatorOptions {
  readonly variables: Variables;
  readonly now: () => number;
  readonly diagnostics: Diagnostics;
}

/** Answers expressions for these variables; one that is wrong is reported where it stands, and does not hold. */
export function evaluator({ variables, now, diagnostics }: EvaluatorOptions): WhenContext['evaluate'] {
  return ({ text, at }) => {
    try {
      return evaluate(text, { variables, now });
    } catch (error) {
      if (!(error instanceof EvaluateError)) throw error;
      const place = `${text.slice(0, error.offset)}…`;
      const hint = error.offset > 0 ? `it is wrong after "${place.slice(-30)}"` : undefined;
      diagnostics.error({ code: 'bad-expression', message: `"evaluate" is wrong: ${error.message}`, at, hint });
      return false;
    }
  };
}
