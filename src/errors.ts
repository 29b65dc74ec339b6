/** A place in a text file; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One finding about an input: what is wrong, where, and what to do about it. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Stable kebab-case name of the rule, such as `unknown-key`. */
  readonly code: string;
  /** One sentence without a trailing stop. */
  readonly message: string;
  readonly hint?: string;
  readonly position?: Position;
  /** The source line of {@link Diagnostic.position} and how many of its columns are meant, for a caret. */
  readonly excerpt?: { readonly text: string; readonly length: number };
}

/** What a {@link PodlineError} is made of beside its message. */
export interface PodlineErrorOptions {
  readonly code: string;
  /** What to do next, as an imperative sentence without a trailing stop. */
  readonly hint?: string;
  readonly cause?: unknown;
  readonly position?: Position;
}

/** Exit status of the program when an error ends it: 2 wrong input, 3 the cluster, 70 our own bug. */
export type ErrorExitStatus = 2 | 3 | 70;

const BRAND = Symbol.for('podline.error');

/** Base of every error that podline throws: a stable code, one sentence, and what to do next. */
export abstract class PodlineError extends Error {
  readonly code: string;
  readonly hint?: string;
  readonly position?: Position;
  abstract readonly exitStatus: ErrorExitStatus;

  constructor(message: string, options: PodlineErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.hint = options.hint;
    this.position = options.position;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** True for errors of podline, also those of another copy of the package. */
export function isPodlineError(error: unknown): error is PodlineError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** A workflow file or a pipeline definition is wrong; all findings are in {@link WorkflowError.diagnostics}. */
export class WorkflowError extends PodlineError {
  override readonly name = 'WorkflowError';
  readonly exitStatus = 2;
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter((d) => d.severity === 'error');
    const first = errors[0];
    super(errors.length === 1 && first ? first.message : `${errors.length} errors in the workflow`, {
      code: first?.code ?? 'invalid-workflow',
      hint: errors.length === 1 ? first?.hint : undefined,
      position: first?.position,
    });
    this.diagnostics = diagnostics;
  }
}

/** A flag, a setting, a file name or a kubeconfig is wrong or missing. */
export class UsageError extends PodlineError {
  override readonly name = 'UsageError';
  readonly exitStatus = 2;
}

/** What the API server (or the way to it) answered. */
export interface ClusterErrorOptions extends PodlineErrorOptions {
  /** HTTP status; absent when no answer came. */
  readonly status?: number;
  /** `reason` of the Kubernetes `Status`, such as `Forbidden`. */
  readonly reason?: string;
  /** True where the same request may succeed later. */
  readonly retryable?: boolean;
  /** Seconds that the server asked to wait before the next try. */
  readonly retryAfter?: number;
  /** `Kind/name` of the object that the request was about. */
  readonly object?: string;
}

/** The cluster refused a request or could not be reached. */
export class ClusterError extends PodlineError {
  override readonly name = 'ClusterError';
  readonly exitStatus = 3;
  readonly status?: number;
  readonly reason?: string;
  readonly retryable: boolean;
  readonly retryAfter?: number;
  readonly object?: string;

  constructor(message: string, options: ClusterErrorOptions) {
    super(message, options);
    this.status = options.status;
    this.reason = options.reason;
    this.retryable = options.retryable ?? false;
    this.retryAfter = options.retryAfter;
    this.object = options.object;
  }
}

/** A bug of podline: an impossible state. */
export class InternalError extends PodlineError {
  override readonly name = 'InternalError';
  readonly exitStatus = 70;

  constructor(message: string, cause?: unknown) {
    super(message, { code: 'internal', hint: 'report this as a bug of podline, with the output of --verbose', cause });
  }
}

/** Closes an exhaustive `switch`. */
export function assertNever(value: never): never {
  throw new InternalError(`unexpected ${JSON.stringify(value)}`);
}
