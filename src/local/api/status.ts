import { type Plural, resourceOf } from './resources.js';

/** One wrong field of an object, as in `details.causes` of a Kubernetes `Status`. */
export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

interface StatusOptions {
  readonly code: number;
  readonly reason?: string;
  readonly details?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer other than success; reaches the client as a Kubernetes `Status` object. */
export class ApiStatus extends Error {
  readonly code: number;
  readonly reason?: string;
  readonly headers: Readonly<Record<string, string>>;
  private readonly details?: object;

  constructor(message: string, options: StatusOptions) {
    super(message);
    this.code = options.code;
    this.reason = options.reason;
    this.headers = options.headers ?? {};
    this.details = options.details;
  }

  body(): object {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      details: this.details,
      code: this.code,
    };
  }
}

export function badRequest(message: string): ApiStatus {
  return new ApiStatus(message, { code: 400, reason: 'BadRequest' });
}

export function unauthorized(): ApiStatus {
  return new ApiStatus('Unauthorized', { code: 401, reason: 'Unauthorized' });
}

export function forbidden(
  plural: Plural,
  name: string,
  because: { readonly message: string; readonly causes?: readonly Cause[] },
): ApiStatus {
  const details = { name, kind: plural, causes: because.causes };
  return new ApiStatus(`${plural} "${name}" is forbidden: ${because.message}`, { code: 403, reason: 'Forbidden', details });
}

export function notFound(plural: Plural, name: string): ApiStatus {
  return new ApiStatus(`${plural} "${name}" not found`, { code: 404, reason: 'NotFound', details: { name, kind: plural } });
}

export function noSuchResource(): ApiStatus {
  return new ApiStatus('the server could not find the requested resource', { code: 404, reason: 'NotFound', details: {} });
}

export function methodNotAllowed(): ApiStatus {
  const message = 'the server does not allow this method on the requested resource';
  return new ApiStatus(message, { code: 405, reason: 'MethodNotAllowed', details: {} });
}

export function alreadyExists(plural: Plural, name: string): ApiStatus {
  const details = { name, kind: plural };
  return new ApiStatus(`${plural} "${name}" already exists`, { code: 409, reason: 'AlreadyExists', details });
}

export function conflict(plural: Plural, name: string, because: string): ApiStatus {
  const message = `Operation cannot be fulfilled on ${plural} "${name}": ${because}`;
  return new ApiStatus(message, { code: 409, reason: 'Conflict', details: { name, kind: plural } });
}

export function expired(asked: number, oldest: number): ApiStatus {
  return new ApiStatus(`too old resource version: ${asked} (${oldest})`, { code: 410, reason: 'Expired' });
}

export function unsupportedMediaType(): ApiStatus {
  return new ApiStatus('415: Unsupported Media Type', { code: 415, reason: 'UnsupportedMediaType', details: {} });
}

export function invalid(plural: Plural, name: string, causes: readonly Cause[]): ApiStatus {
  const { kind } = resourceOf(plural);
  const texts = causes.map((cause) => `${cause.field}: ${cause.message}`);
  const message = `${kind} "${name}" is invalid: ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`;
  return new ApiStatus(message, { code: 422, reason: 'Invalid', details: { name: name || undefined, kind, causes } });
}
