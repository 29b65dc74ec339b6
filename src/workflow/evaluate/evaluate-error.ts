/** Why an expression has no result. */
export class EvaluateError extends Error {
  constructor(
    message: string,
    /** Where in the expression. */
    readonly offset: number,
  ) {
    super(message);
    this.name = 'EvaluateError';
  }
}
