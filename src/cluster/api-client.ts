import type http from 'node:http';
import type { Clock } from '../clock.js';
import { ClusterError } from '../errors.js';
import { type Intent, refusedError } from './api-errors.js';
import { type Arrival, arrivals } from './arrivals.js';
import { unreachableError } from './connection-errors.js';
import type { AuthorizedOptions, Credentials } from './credentials.js';
import { HealthMonitor, type Part } from './health.js';
import { exchange, readText } from './http.js';
import { parseJson } from './json.js';
import { OUTAGE_MS, retry } from './retry.js';

/** How long failing requests are repeated while no answer ever came. */
const FIRST_CONTACT_MS = 10_000;
/** How long credentials that were accepted once may take to be renewed. */
const RENEWAL_MS = 60_000;
/** How long a server that has just come back may refuse what it allows: it has yet to read its roles. */
const ROLES_MS = 30_000;

export interface ApiRequest extends Intent {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly body?: object;
  /** @default 'application/json' */
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

/** Requests to one API server, with credentials, retries and the server's clock. */
export class ApiClient {
  readonly health: HealthMonitor;
  private reached = false;
  /** The server has accepted the credentials once: what it does not accept any more may be renewed. */
  private accepted = false;
  /** When a connection last failed. */
  private brokenAt = Number.NEGATIVE_INFINITY;
  private clockOffset = 0;

  constructor(
    readonly credentials: Credentials,
    readonly clock: Clock,
    readonly random: () => number = Math.random,
  ) {
    this.health = new HealthMonitor(clock);
  }

  /** The answer as JSON; repeated on broken connections, 429 and 5xx. */
  async json(request: ApiRequest): Promise<unknown> {
    return this.retry(() => this.once(request), request.signal);
  }

  /** The answer as JSON, tried once. */
  async once(request: ApiRequest): Promise<unknown> {
    return this.opened(request, async (answer) => {
      const text = await readText(answer, this.clock);
      const value = parseJson(text);
      if (value === undefined) throw new Error(`the answer is not JSON: ${text.slice(0, 100)}`);
      return value;
    });
  }

  /** An answer as a stream, tried once; it tells of silence after `silenceMs`. Aborting the request's signal breaks it, too. */
  async open(request: ApiRequest, silenceMs: number): Promise<AsyncIterable<Arrival>> {
    return this.opened(request, async (answer) => arrivals(answer, { clock: this.clock, silenceMs }));
  }

  /** Repeats a failing request until the server's outage is taken as lasting. */
  async retry<T>(tryIt: (attempt: number) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const budgetMs = ({ status }: ClusterError) => (status === 401 ? RENEWAL_MS : this.reached ? OUTAGE_MS : FIRST_CONTACT_MS);
    return retry(tryIt, { clock: this.clock, random: this.random, budgetMs, signal });
  }

  /** Runs with the credentials' request options, and once more with newly read ones where the server does not accept them. */
  async authorized<T>(use: (options: AuthorizedOptions) => Promise<T>, part: Part = 'server'): Promise<T> {
    const since = this.clock.now();
    try {
      const result = await this.withCredentials(use);
      this.accepted = true;
      this.health.worked(part);
      return result;
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      const failure = this.mayPass(error) ? passing(error) : error;
      if (failure.retryable && failure.status !== 403)
        this.health.failed(part === 'logs' && (failure.status ?? 0) >= 500 ? 'logs' : 'server', failure, since);
      else if (failure.status !== undefined) this.health.worked('server');
      throw failure;
    }
  }

  /** Whether a refusal of credentials that were accepted once need not be the last word. */
  private mayPass({ status, code }: ClusterError): boolean {
    const isBack = this.clock.now() - this.brokenAt < ROLES_MS;
    return this.accepted && (status === 401 || (code === 'forbidden' && isBack));
  }

  private async withCredentials<T>(use: (options: AuthorizedOptions) => Promise<T>): Promise<T> {
    try {
      return await use(await this.credentials.requestOptions());
    } catch (error) {
      if (!(error instanceof ClusterError) || error.status !== 401) throw error;
      await this.credentials.reload();
      return use(await this.credentials.requestOptions());
    }
  }

  /** The server's clock in milliseconds since 1970, as its last answer showed it. */
  serverTime(): number {
    return this.clock.now() + this.clockOffset;
  }

  url(path: string): URL {
    const base = this.credentials.server;
    return new URL(base.pathname.replace(/\/$/, '') + path, base);
  }

  private async opened<T>(request: ApiRequest, read: (answer: http.IncomingMessage) => Promise<T>): Promise<T> {
    return this.authorized(
      async (options) => {
        try {
          const answer = await this.send(request, options);
          const status = answer.statusCode ?? 0;
          if (status < 400) return await read(answer);
          throw refusedError({ status, body: await readText(answer, this.clock), retryAfter: answer.headers['retry-after'] }, request);
        } catch (error) {
          throw this.failure(error, request);
        }
      },
      request.action === 'read the log of' ? 'logs' : 'server',
    );
  }

  /** The error to throw for one that ended a request, or broke its stream. */
  failure(error: unknown, { signal, ...intent }: ApiRequest): unknown {
    if (signal?.aborted) return signal.reason;
    if (error instanceof ClusterError) return error;
    this.brokenAt = this.clock.now();
    return unreachableError(error, this.credentials.server.origin, intent);
  }

  private async send(request: ApiRequest, options: AuthorizedOptions): Promise<http.IncomingMessage> {
    const body = request.body && JSON.stringify(request.body);
    const headers: http.OutgoingHttpHeaders = { ...options.headers, Accept: 'application/json' };
    if (body !== undefined) {
      headers['Content-Type'] = request.contentType ?? 'application/json';
      headers['Content-Length'] = Buffer.byteLength(body);
    }
    const full = { ...options, method: request.method, headers };
    const answer = await exchange({ url: this.url(request.path), options: full, body, signal: request.signal }, this.clock);
    this.reached = true;
    if (answer.headers.date) this.clockOffset = Date.parse(answer.headers.date) - this.clock.now();
    return answer;
  }
}

/** The same error, for which it is worth to try again. */
function passing({ message, code, hint, cause, status, reason, object }: ClusterError): ClusterError {
  return new ClusterError(message, { code, hint, cause, status, reason, object, retryable: true });
}
