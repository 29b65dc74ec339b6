import type { Clock } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import { STEP_CONTAINER } from '../contract/annotations.js';
import { DEBUG_VARIABLE, releaseLine } from '../contract/markers.js';
import type { Pod } from '../contract/objects.js';
import type { PlannedStep } from '../plan/run-plan.js';
import type { End } from './end.js';
import { hasWrapper, variableOf } from './pod-facts.js';
import { wantsInput } from './source-cut.js';

/** A step whose script has failed, and whose container is still there. */
export interface FailedStep {
  readonly step: string;
  readonly pod: string;
  readonly exitCode: number;
  /** Aborts when the container has ended. */
  readonly signal: AbortSignal;
}

/** Lets a person look at a failed step; resolves when they have seen enough. */
export type Inspect = (failed: FailedStep) => Promise<void>;

export interface DebuggerOptions {
  readonly cluster: Pick<Cluster, 'attach'>;
  readonly clock: Clock;
  readonly nonce: string;
  /** Absent: containers that another runner wanted to be kept are let go at once. */
  readonly inspect?: Inspect;
}

export interface KeptStep extends Omit<FailedStep, 'pod'> {
  readonly pod: Pod;
  /** Called where its container can not be told to end, with how the step ends then. */
  readonly onStuck: (end: End) => void;
}

/** How long the container may take to end before it is told again. */
const AGAIN_MS = 1000;

/** Keeps the containers of failed steps until somebody has looked at them, one after the other. The verdict stays what it is. */
export class Debugger {
  private readonly kept = new Set<string>();
  private before: Promise<void> = Promise.resolve();

  constructor(private readonly options: DebuggerOptions) {}

  /** True for a step whose container is to be kept: it has podline's shell, somebody waits for its end, and its failure counts. */
  isFor({ pod, detached, onFailure }: PlannedStep): boolean {
    return this.options.inspect !== undefined && hasWrapper(pod) && !detached && onFailure !== 'ignore' && !wantsInput(pod);
  }

  /** True for a pod whose script has failed, and whose container is kept. */
  keeps({ metadata }: Pod): boolean {
    return this.kept.has(metadata.name);
  }

  /** Shows a failed step, then ends its container. Does nothing where the container ends by itself. */
  show(failed: KeptStep): void {
    const { pod, exitCode, signal } = failed;
    if (this.keeps(pod) || variableOf(pod, DEBUG_VARIABLE) === undefined) return;
    this.kept.add(pod.metadata.name);
    this.before = this.before.then(async () => {
      // what goes wrong there was told there; the step must end all the same
      if (!signal.aborted) await this.options.inspect?.({ ...failed, pod: pod.metadata.name }).catch(() => undefined);
      this.release(failed).catch(() => failed.onStuck({ state: 'failed', exitCode, reason: 'ExitCode', message: `exit code ${exitCode}` }));
    });
  }

  private async release({ pod, signal }: KeptStep): Promise<void> {
    const { cluster, clock, nonce } = this.options;
    while (!signal.aborted) {
      const attachment = await cluster.attach(pod.metadata.name, STEP_CONTAINER, { signal });
      // a connection that is gone is replaced by another
      await attachment.write(releaseLine(nonce)).catch(() => undefined);
      await clock.sleep(AGAIN_MS, signal);
      attachment.close();
    }
  }
}
