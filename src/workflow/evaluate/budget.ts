import { EvaluateError } from './evaluate-error.js';

/** What one expression may cost: a step for each operation, and for each character or item that it makes. */
const MAX_STEPS = 1_000_000;

/** Counts what an expression does, so that it ends. */
export class Budget {
  private left = MAX_STEPS;

  spend(steps: number, offset: number): void {
    this.left -= steps;
    if (!(this.left >= 0)) throw new EvaluateError('the expression takes too long', offset);
  }
}
