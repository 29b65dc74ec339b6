import type { Cluster } from '../cluster/cluster.js';
import type { Pod } from '../contract/objects.js';
import { compilePattern, type Pattern } from '../model/pattern.js';
import type { PlannedStep } from '../plan/run-plan.js';
import type { RunContext } from './context.js';
import type { End } from './end.js';
import { inOrder } from './event-order.js';
import { isServing } from './pod-facts.js';
import type { StepRunOptions } from './step-run-options.js';
import type { EndVerdict } from './verdict.js';
import { eventsOf } from './watch-wait.js';
import { oneLine } from './words.js';

const LOOK_MS = 3000;
/** Of a line of the log: what is behind that is not looked at. */
const MAX_LINE = 16_384;

export interface ServingOptions extends Pick<StepRunOptions, 'isReliedOn'> {
  readonly context: Pick<RunContext, 'clock' | 'emit'> & { readonly cluster: Pick<Cluster, 'list' | 'get'> };
  readonly listener: Pick<StepRunOptions['listener'], 'onStarted'>;
  /** It took too long. */
  readonly onLate: (end: End) => void;
}

/** Whether others may rely on a step while it runs: at once, or when it is ready where it says when that is. */
export class Serving {
  private readonly pattern?: Pattern;
  private readonly served = new AbortController();
  private hasBegun = false;
  private hasSaidSo = false;

  constructor(
    private readonly step: PlannedStep,
    private readonly options: ServingOptions,
  ) {
    const pattern = step.ready?.log === undefined ? undefined : compilePattern(step.ready.log);
    if (pattern !== undefined && !('problem' in pattern)) this.pattern = pattern;
    this.hasSaidSo = options.isReliedOn;
  }

  /** Its container runs: from now on the time counts. */
  begin(pod: Pod, ended: AbortSignal): void {
    this.hasBegun = true;
    this.look(pod);
    if (this.step.ready !== undefined && !this.served.signal.aborted) void this.limit(pod, AbortSignal.any([ended, this.served.signal]));
  }

  look(pod: Pod): void {
    if (!this.hasBegun || this.served.signal.aborted) return;
    const isReady = this.pattern === undefined ? this.options.isReliedOn || isServing(pod) : this.hasSaidSo;
    if (!isReady) return;
    this.served.abort();
    this.options.listener.onStarted();
  }

  /** Takes note of a line of its log; `pod`: whose it is. */
  read(line: Uint8Array, pod: Pod): void {
    if (this.hasSaidSo || this.pattern === undefined) return;
    this.hasSaidSo = this.pattern.isFoundIn(Buffer.from(line.subarray(0, MAX_LINE)).toString());
    if (this.hasSaidSo) this.look(pod);
  }

  /** Who waits for it to be ready is not served by its end, however good; `log`: resolves when its log has been read. */
  async judge(end: EndVerdict, log: Promise<unknown> | undefined): Promise<EndVerdict> {
    if (end.reason === 'ExitCode' && this.step.kind === 'service')
      return { ...end, hint: 'a service is to run until the last step has ended: its log tells why this one has not' };
    if (this.step.ready === undefined || end.state !== 'passed') return end;
    if (this.pattern !== undefined) await log;
    if (this.served.signal.aborted) return end;
    const hint = 'let it run for as long as the steps, or remove its "ready"';
    return { ...end, state: 'failed', reason: 'NotReady', message: 'it ended before it was ready', hint };
  }

  private async limit(pod: Pod, signal: AbortSignal): Promise<void> {
    const { clock, emit } = this.options.context;
    const { id: step, ready } = this.step;
    const seconds = ready?.timeoutSeconds ?? 0;
    const hint = this.hint();
    for (const until = clock.now() + seconds * 1000; ; ) {
      const left = until - clock.now();
      if (left > 0) await clock.sleep(Math.min(LOOK_MS, left), signal);
      if (signal.aborted) return;
      const why = await this.why(pod, signal);
      if (signal.aborted) return;
      if (clock.now() >= until)
        return this.options.onLate({ state: 'failed', reason: 'NotReady', message: `not ready in ${seconds} s: ${why}`, hint });
      await emit({ type: 'step-waiting', at: clock.now(), step, reason: 'NotReady', message: `it is not ready yet: ${why}`, hint });
    }
  }

  /** In the kubelet's words, where it has some. */
  private async why(pod: Pod, signal: AbortSignal): Promise<string> {
    if (this.step.ready?.log !== undefined) return `no line of its log matches "${this.step.ready.log}"`;
    const events = await eventsOf(pod, { cluster: this.options.context.cluster, signal });
    const failed = inOrder(events).filter(({ reason }) => reason === 'Unhealthy');
    const message = failed.at(-1)?.message;
    return message === undefined ? 'its readiness probe has not succeeded' : oneLine(message);
  }

  private hint(): string {
    const wait = 'see its log; give it more time with "timeout" under "ready"';
    return this.step.kind === 'service' ? `${wait}, or do not wait for it with "ready: false"` : wait;
  }
}
