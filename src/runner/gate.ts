import type { Clock } from '../clock.js';
import type { Attachment, Cluster } from '../cluster/cluster.js';
import { STEP_CONTAINER } from '../contract/annotations.js';
import { ClusterError } from '../errors.js';
import { deferred, untilAborted } from './deferred.js';
import { REFUSAL_MS, reattachPauseMs } from './reattach.js';

/** How long the start marker may take before the line is written again. */
const ACKNOWLEDGE_MS = 1000;

export interface GateOptions {
  readonly cluster: Pick<Cluster, 'attach'>;
  readonly clock: Clock;
  readonly pod: string;
}

/**
 * The standard input of a held pod. One line lets its script go; it may be written more than once, because the gate reads
 * one line and the script has no standard input.
 */
export class Gate {
  private readonly passed = new AbortController();
  private readonly firstAttached = deferred();
  private attachment?: Attachment;
  private line?: string;
  private written = false;

  constructor(private readonly options: GateOptions) {}

  /** Resolves when the container has been attached to. */
  get attached(): Promise<void> {
    return this.firstAttached.promise;
  }

  /** True once the script may have begun. */
  get wasWritten(): boolean {
    return this.written;
  }

  /** Stays attached until the script has begun, the pod is gone or the signal aborts. Gives the refusal where it may not attach. */
  async attend(signal: AbortSignal): Promise<ClusterError | undefined> {
    const over = AbortSignal.any([signal, this.passed.signal]);
    const { clock } = this.options;
    try {
      for (let tries = 1; !over.aborted; tries++) {
        await this.attach(over);
        await clock.sleep(reattachPauseMs(tries), over);
      }
    } catch (error) {
      if (over.aborted || (error instanceof ClusterError && error.status === 404)) return undefined;
      if (error instanceof ClusterError) return error;
      throw error;
    } finally {
      this.attachment?.close();
    }
    return undefined;
  }

  /** Lets the script go, once it is {@link attend}ed to. */
  open(line: string): void {
    this.line = line;
    if (this.attachment) void this.deliver(this.attachment);
  }

  /** Takes note of the start marker. */
  pass(): void {
    this.passed.abort();
  }

  private async attach(over: AbortSignal): Promise<void> {
    const { cluster, clock, pod } = this.options;
    const attachment = await cluster.attach(pod, STEP_CONTAINER, { signal: over });
    this.attachment = attachment;
    const closed = new AbortController();
    void attachment.closed.then(() => closed.abort());
    if (this.line !== undefined) void this.deliver(attachment);
    await clock.sleep(REFUSAL_MS, AbortSignal.any([over, closed.signal]));
    if (!closed.signal.aborted) this.firstAttached.resolve();
    await untilAborted(attachment.closed, over);
  }

  /** Writes the line; a connection that brings no start marker is given up. */
  private async deliver(attachment: Attachment): Promise<void> {
    this.written = true;
    // a connection that is gone is replaced by another
    await attachment.write(this.line ?? '').catch(() => undefined);
    await this.options.clock.sleep(ACKNOWLEDGE_MS, this.passed.signal);
    attachment.close();
  }
}
