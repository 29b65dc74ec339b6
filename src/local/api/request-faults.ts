import type { Plural } from './resources.js';
import { ApiStatus } from './status.js';

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'patch' | 'delete' | 'deletecollection';

/** A kind, or what is asked of a pod beside the object itself. */
export type RequestedResource = Plural | 'pods/log' | 'pods/attach' | 'pods/eviction';

/** Something that goes wrong with the next requests at the API server. */
export interface RequestFault {
  /** @default - any */
  readonly verb?: Verb;
  /** @default - any */
  readonly resource?: RequestedResource;
  /** How many requests go wrong; `Infinity` is allowed. @default 1 */
  readonly times?: number;
  /** Milliseconds before anything is done. */
  readonly delay?: number;
  /** HTTP status that is answered instead of doing what is asked. */
  readonly answer?: 401 | 403 | 410 | 429 | 500 | 503;
  /** Seconds, sent as `Retry-After` with {@link RequestFault.answer}. */
  readonly retryAfter?: number;
  /** The connection is cut once so many bytes of the answer were sent; 0: what is asked is done, but the client never hears of it. */
  readonly cutAfter?: number;
}

const ANSWERS: Readonly<Record<NonNullable<RequestFault['answer']>, { readonly reason: string; readonly message: string }>> = {
  401: { reason: 'Unauthorized', message: 'Unauthorized' },
  403: { reason: 'Forbidden', message: 'forbidden by an injected fault' },
  410: { reason: 'Expired', message: 'The resourceVersion for the provided list or watch is too old.' },
  429: { reason: 'TooManyRequests', message: 'Too many requests, please try again later.' },
  500: { reason: 'InternalError', message: 'Internal error occurred: injected fault' },
  503: { reason: 'ServiceUnavailable', message: 'the server is currently unable to handle the request' },
};

/** The faults that wait for a request. */
export class RequestFaults {
  private waiting: { readonly fault: RequestFault; left: number }[] = [];

  /** True when every fault has happened. */
  get done(): boolean {
    return this.waiting.length === 0;
  }

  add(...faults: readonly RequestFault[]): void {
    this.waiting.push(...faults.map((fault) => ({ fault, left: fault.times ?? 1 })));
  }

  /** Forgets those that are left. Returns how many of them no request has met. */
  clear(): number {
    const unmet = this.waiting.filter(({ fault, left }) => left === (fault.times ?? 1)).length;
    this.waiting = [];
    return unmet;
  }

  /** The fault that this request meets, counted down; the one added first goes first. */
  take(verb: Verb, resource: RequestedResource): RequestFault | undefined {
    const met = this.waiting.find(({ fault }) => (fault.verb ?? verb) === verb && (fault.resource ?? resource) === resource);
    if (met === undefined) return undefined;
    met.left -= 1;
    if (met.left <= 0) this.waiting = this.waiting.filter((other) => other !== met);
    return met.fault;
  }
}

/** The error that a fault answers with; `undefined` where it does not. */
export function answerOf({ answer, retryAfter }: RequestFault): ApiStatus | undefined {
  if (answer === undefined) return undefined;
  const { reason, message } = ANSWERS[answer];
  return new ApiStatus(message, { code: answer, reason, headers: retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) } });
}
