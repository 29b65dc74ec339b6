import type { Cluster } from '../cluster/cluster.js';
import { runName, stepSlugOf } from '../contract/names.js';
import type { StepResult } from '../report/events.js';

/** What the root knows of a step: which attempt was begun, and how it ended. */
export interface StepRecord {
  readonly attempt: number;
  readonly result?: Pick<StepResult, 'state' | 'exitCode' | 'reason'>;
}

/** Keeps in the root what was begun, so that nobody begins it a second time. */
export class RunRecord {
  private unwritten: Record<string, string> = {};

  constructor(
    private readonly cluster: Pick<Cluster, 'patch'>,
    private readonly run: string,
  ) {}

  /** Writes that an attempt begins, before its pod is created, with all results known since the last writing. */
  async begin(pod: string, attempt: number): Promise<void> {
    this.note(pod, { attempt });
    const data = this.unwritten;
    this.unwritten = {};
    await this.cluster.patch('ConfigMap', runName(this.run), { data });
  }

  /** Keeps a result for the next writing. */
  end(pod: string, { attempt, state, exitCode, reason }: StepResult): void {
    this.note(pod, { attempt, result: { state, exitCode, reason } });
  }

  private note(pod: string, record: StepRecord): void {
    this.unwritten[`step.${stepSlugOf(pod, this.run)}`] = JSON.stringify(record);
  }
}
