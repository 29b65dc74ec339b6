import { ClusterError } from '../errors.js';
import type { ApiClient, ApiRequest } from './api-client.js';
import { type LogEntry, type LogOptions, ROTATED } from './cluster.js';
import { LogCursor } from './log-cursor.js';
import { parseLogLine } from './log-line.js';
import { objectPath, withQuery } from './resources.js';
import { backOff, OUTAGE_MS } from './retry.js';
import { Rotation } from './rotation.js';

/** How often a silent stream asks whether its container has ended. */
const SILENCE_MS = 2_000;
/** How long the closing reading may take without a byte. */
const DRAIN_MS = 30_000;
/** The longest wait before the log is opened again. A container's status mostly tells its end that long after its log does. */
const REOPEN_MS = 1_000;
const POLL_MS = 10;
/** How long a last line that is owed is waited for: a node under load writes what a container printed after it has ended. */
const LATE_MS = 5_000;
const LATE_PAUSE_MS = 500;

export interface LogTarget extends LogOptions {
  readonly pod: string;
  readonly namespace: string;
}

/** `following` waits for more lines; `closing` stops at the end of the log. */
type Reading = 'following' | 'closing';

/** Where what is new in a reading goes. */
interface Delivery {
  readonly reading: Reading;
  readonly entries: LogEntry[];
}

/**
 * The log of one container: followed, again where the stream ends, until the container has ended; then read to its end until a
 * reading brings nothing new: an API server ends a log alike where it ends and where the node's answer breaks off.
 */
export class LogStream {
  private readonly cursor = new LogCursor();
  private readonly rotation: Rotation;
  /** When the server last sent a part of the log or said that there is none yet. */
  private heardAt: number;
  private failures = 0;
  /** What stood behind the last newline at the end of the last reading; only the last closing reading tells whether it is a whole line. */
  private unfinished: Uint8Array = new Uint8Array();
  /** How many lines. */
  private delivered = 0;
  /** The last reading came to an end of the log, and was not cut. */
  private reachedEnd = false;

  constructor(
    private readonly api: ApiClient,
    private readonly target: LogTarget,
  ) {
    this.heardAt = api.clock.now();
    this.rotation = new Rotation(api.clock);
  }

  /** See `Cluster.followLog`. */
  async *entries(): AsyncGenerator<readonly LogEntry[], void> {
    let reading: Reading = 'following';
    try {
      while (!this.target.ended()) yield* this.attempt(reading);
      reading = 'closing';
      yield* this.close();
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      if (error.status === 404) {
        const entries = this.endWithoutPod();
        if (entries.length > 0) yield entries;
        return;
      }
      if (reading === 'closing' && hasNoLog(error) && this.delivered === 0) return;
      if (reading === 'following' || !(error.retryable || hasNoLog(error))) throw error;
      yield [{ type: 'gap', message: `the end of the log is missing: ${error.message}` }];
    }
  }

  private async *close(): AsyncGenerator<readonly LogEntry[], void> {
    const { lastLine, signal } = this.target;
    const { clock } = this.api;
    const until = clock.now() + LATE_MS;
    while (lastLine?.() !== 'seen') {
      this.heardAt = clock.now();
      let before: number;
      do before = this.delivered;
      while (!(yield* this.attempt('closing')));
      const isAwaited = lastLine?.() === 'owed' && clock.now() < until;
      if (this.delivered === before && !isAwaited) break;
      if (isAwaited) await clock.sleep(LATE_PAUSE_MS, signal);
      signal?.throwIfAborted();
    }
    const entries: LogEntry[] = [];
    this.deliverUnfinished({ reading: 'closing', entries });
    if (entries.length > 0) yield entries;
  }

  /** One reading, and the wait after it where another one may follow. True: it came to its end. */
  private async *attempt(reading: Reading): AsyncGenerator<readonly LogEntry[], boolean> {
    try {
      yield* this.read(reading);
      if (reading === 'following') await this.pause(REOPEN_MS, reading);
      return true;
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      if (reading === 'following' && hasNoLog(error)) this.heardAt = this.api.clock.now();
      else if (!(await this.mayPass(error)) || this.isLost(reading)) throw error;
      this.failures += 1;
      await this.pause(Math.min(REOPEN_MS, backOff(this.failures, this.api.random)), reading);
      return false;
    }
  }

  /** An agent that has just come back does not know its containers for a moment, nor their pods. */
  private async mayPass(error: ClusterError): Promise<boolean> {
    if (error.retryable || (hasNoLog(error) && this.delivered > 0)) return true;
    return error.status === 404 && (await this.isPodThere());
  }

  private async isPodThere(): Promise<boolean> {
    const { pod, namespace, signal } = this.target;
    try {
      await this.api.once({ method: 'GET', path: objectPath('Pod', namespace, pod), action: 'read', object: `Pod/${pod}`, signal });
      return true;
    } catch (error) {
      return error instanceof ClusterError && error.retryable;
    }
  }

  private async *read(reading: Reading): AsyncGenerator<readonly LogEntry[], void> {
    const request = this.request(reading);
    const stream = await this.api.open(request, reading === 'closing' ? DRAIN_MS : SILENCE_MS);
    this.cursor.restart();
    this.unfinished = new Uint8Array();
    this.reachedEnd = false;
    for await (const arrival of stream) {
      if (arrival.type === 'silence') {
        if (reading === 'closing') throw stalled(request);
        if (this.target.ended() || this.rotation.isLeftBehind()) return;
      } else if (arrival.type === 'broken') {
        throw this.api.failure(arrival.cause, request);
      } else {
        this.failures = 0;
        const entries: LogEntry[] = [];
        if (arrival.type === 'lines') for (const line of arrival.lines) this.deliver(line, { reading, entries });
        else [this.unfinished, this.reachedEnd] = [arrival.rest, true];
        if (entries.length > 0) yield entries;
      }
      this.heardAt = this.api.clock.now();
    }
  }

  /** The closing reading is gone with the pod; a log that was followed to its end needs none. */
  private endWithoutPod(): readonly LogEntry[] {
    const entries: LogEntry[] = [];
    this.deliverUnfinished({ reading: 'following', entries });
    if (!this.reachedEnd) entries.push({ type: 'gap', message: 'the end of the log is missing: the pod is gone' });
    return entries;
  }

  private deliverUnfinished(delivery: Delivery): void {
    const line = this.unfinished;
    this.unfinished = new Uint8Array();
    if (line.length > 0) this.deliver(line, delivery);
  }

  private deliver(line: Uint8Array, { reading, entries }: Delivery): void {
    const stamped = parseLogLine(line);
    if (stamped === undefined) {
      // what a node says in place of a log it can not read; while following, the next reading tells
      if (reading === 'closing')
        entries.push({ type: 'gap', message: `the node says: ${Buffer.from(line).toString('utf8').slice(0, 500)}` });
      return;
    }
    const position = this.cursor.take(stamped.at);
    if (position === 'seen') return;
    const isBehind = this.rotation.take(stamped);
    if (position === 'new-after-gap' || isBehind) entries.push({ type: 'gap', message: ROTATED });
    this.delivered += 1;
    entries.push({ type: 'line', at: stamped.at, bytes: stamped.bytes });
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

/** The kubelet has no log of the container: not yet, or it never ran ("is terminated": seen of pods deleted before their image was there). */
function hasNoLog(error: ClusterError): boolean {
  return error.status === 400 && /waiting to start|ContainerCreating|PodInitializing|not available|is terminated/.test(error.message);
}

function stalled({ object }: ApiRequest): ClusterError {
  const message = `the log of ${object} stopped for ${DRAIN_MS / 1000} s`;
  return new ClusterError(message, { code: 'unreachable', object, retryable: true });
}
