import { ClusterError } from '../errors.js';
import type { ApiClient, ApiRequest } from './api-client.js';
import type { LogEntry, LogOptions } from './cluster.js';
import { LogCursor } from './log-cursor.js';
import { parseLogLine } from './log-line.js';
import { objectPath, withQuery } from './resources.js';
import { backOff, OUTAGE_MS } from './retry.js';

/** How often a silent stream asks whether its container has ended. */
const SILENCE_MS = 2_000;
/** How long the closing reading may take without a byte. */
const DRAIN_MS = 30_000;
/** The longest wait before the log is opened again. A container's status mostly tells its end that long after its log does. */
const REOPEN_MS = 1_000;
const POLL_MS = 10;

export interface LogTarget extends LogOptions {
  readonly pod: string;
  readonly namespace: string;
}

/** `following` waits for more lines; `closing` stops at the end of the log, and so proves that nothing is missing. */
type Reading = 'following' | 'closing';

/** The log of one container: followed, again where the stream ends, until the container has ended; then closed by a last reading. */
export class LogStream {
  private readonly cursor: LogCursor;
  /** When the server last sent a part of the log or said that there is none yet. */
  private heardAt: number;
  private failures = 0;
  /** What stood behind the last newline at the end of the last reading; only a closing reading tells whether it is a whole line. */
  private unfinished: Uint8Array = new Uint8Array();
  /** The last reading came to an end of the log, and was not cut. */
  private reachedEnd = false;

  constructor(
    private readonly api: ApiClient,
    private readonly target: LogTarget,
  ) {
    this.cursor = new LogCursor(target.after);
    this.heardAt = api.clock.now();
  }

  /** See `Cluster.followLog`. */
  async *entries(): AsyncGenerator<LogEntry, void> {
    let reading: Reading = 'following';
    try {
      while (!this.target.ended()) yield* this.attempt(reading);
      if (this.target.complete?.()) return;
      reading = 'closing';
      this.heardAt = this.api.clock.now();
      while (!(yield* this.attempt(reading)));
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      if (error.status === 404) return yield* this.endWithoutPod();
      if (reading === 'closing' && isNotStarted(error)) return;
      if (reading === 'following' || !error.retryable) throw error;
      yield { type: 'gap', message: `the end of the log is missing: ${error.message}` };
    }
  }

  /** One reading, and the wait after it where another one may follow. True: it came to its end. */
  private async *attempt(reading: Reading): AsyncGenerator<LogEntry, boolean> {
    try {
      yield* this.read(reading);
      if (reading === 'following') await this.pause(REOPEN_MS, reading);
      return true;
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      if (reading === 'following' && isNotStarted(error)) this.heardAt = this.api.clock.now();
      else if (!error.retryable || this.isLost(reading)) throw error;
      this.failures += 1;
      await this.pause(Math.min(REOPEN_MS, backOff(this.failures, this.api.random)), reading);
      return false;
    }
  }

  private async *read(reading: Reading): AsyncGenerator<LogEntry, void> {
    const request = this.request(reading);
    const stream = await this.api.open(request, reading === 'closing' ? DRAIN_MS : SILENCE_MS);
    this.cursor.restart();
    this.unfinished = new Uint8Array();
    this.reachedEnd = false;
    for await (const arrival of stream) {
      if (arrival.type === 'silence') {
        if (reading === 'closing') throw stalled(request);
        if (this.target.ended()) return;
      } else if (arrival.type === 'broken') {
        throw this.api.failure(arrival.cause, request);
      } else {
        this.failures = 0;
        if (arrival.type === 'lines') for (const line of arrival.lines) yield* this.deliver(line, reading);
        else [this.unfinished, this.reachedEnd] = [arrival.rest, true];
        if (reading === 'closing') yield* this.deliverUnfinished(reading);
      }
      this.heardAt = this.api.clock.now();
    }
  }

  /** The closing reading is gone with the pod; a log that was followed to its end needs none. */
  private *endWithoutPod(): Generator<LogEntry, void> {
    yield* this.deliverUnfinished('following');
    if (!this.reachedEnd) yield { type: 'gap', message: 'the end of the log is missing: the pod is gone' };
  }

  private *deliverUnfinished(reading: Reading): Generator<LogEntry, void> {
    const line = this.unfinished;
    this.unfinished = new Uint8Array();
    if (line.length > 0) yield* this.deliver(line, reading);
  }

  private *deliver(line: Uint8Array, reading: Reading): Generator<LogEntry, void> {
    const stamped = parseLogLine(line);
    if (stamped === undefined) {
      // what a node says in place of a log it can not read; while following, the next reading tells
      if (reading === 'closing') yield { type: 'gap', message: `the node says: ${Buffer.from(line).toString('utf8').slice(0, 500)}` };
      return;
    }
    const position = this.cursor.take(stamped.at);
    if (position === 'seen') return;
    if (position === 'new-after-gap') yield { type: 'gap', message: 'lines are missing here: the node has rotated the log' };
    yield { type: 'line', ...stamped };
  }

  private request(reading: Reading): ApiRequest {
    const { pod, namespace, container, signal } = this.target;
    const path = withQuery(`${objectPath('Pod', namespace, pod)}/log`, {
      container,
      timestamps: true,
      follow: reading === 'following' || undefined,
      sinceTime: this.cursor.sinceTime,
    });
    return { method: 'GET', path, action: 'read the log of', object: `Pod/${pod}`, signal };
  }

  private isLost(reading: Reading): boolean {
    return this.api.clock.now() - this.heardAt >= (reading === 'closing' ? DRAIN_MS : OUTAGE_MS);
  }

  /** Waits; while following, not beyond the container's end. */
  private async pause(ms: number, reading: Reading): Promise<void> {
    const { clock } = this.api;
    const { signal, ended } = this.target;
    for (const until = clock.now() + ms; clock.now() < until; ) {
      await clock.sleep(POLL_MS, signal);
      signal?.throwIfAborted();
      if (reading === 'following' && ended()) return;
    }
  }
}

/** The kubelet has no log of the container yet. */
function isNotStarted(error: ClusterError): boolean {
  return error.status === 400 && /waiting to start|ContainerCreating|PodInitializing|not available/.test(error.message);
}

function stalled({ object }: ApiRequest): ClusterError {
  const message = `the log of ${object} stopped for ${DRAIN_MS / 1000} s`;
  return new ClusterError(message, { code: 'unreachable', object, retryable: true });
}
