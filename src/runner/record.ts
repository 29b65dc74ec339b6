import type { Cluster } from '../cluster/cluster.js';
import { runName, stepSlugOf } from '../contract/names.js';
import type { ConfigMap } from '../contract/objects.js';
import { UsageError } from '../errors.js';
import { isMap } from '../plan/shapes.js';
import type { StepState } from '../report/events.js';
import type { EndVerdict } from './verdict.js';

/** What the root knows of a step: which attempt was begun, and how it ended. */
export interface StepRecord {
  readonly attempt: number;
  /** True where its pod was created before its turn. */
  readonly held?: boolean;
  /** True where that pod was given back: its script has never run. */
  readonly givenBack?: boolean;
  /** How it ended, or is to end by our order whatever its pod says. */
  readonly result?: RecordedResult;
}

export type RecordedResult = Pick<EndVerdict, 'state' | 'exitCode' | 'reason'>;

const PREFIX = 'step.';

const STATES: readonly unknown[] = ['passed', 'failed', 'error', 'skipped', 'canceled'] satisfies readonly StepState[];

/** What a root knows of the steps, by their slugs. Throws `UsageError` where somebody damaged it: to guess could be to run a step twice. */
export function recordsOf(root: ConfigMap): ReadonlyMap<string, StepRecord> {
  const keys = Object.keys(root.data ?? {}).filter((key) => key.startsWith(PREFIX));
  return new Map(keys.map((key) => [key.slice(PREFIX.length), readRecord(root, key)]));
}

function readRecord({ data, metadata }: ConfigMap, key: string): StepRecord {
  try {
    const record: unknown = JSON.parse(data?.[key] ?? '');
    if (isRecord(record)) return record;
  } catch {
    // reported below, as any other text that is not a record
  }
  throw new UsageError(`"${key}" of ConfigMap "${metadata.name}" does not tell how far the step has come: somebody has changed it`, {
    code: 'damaged-run',
    hint: 'remove the run with podline down, and begin it again',
  });
}

function isRecord(value: unknown): value is StepRecord {
  if (!isMap(value) || !Number.isInteger(value.attempt)) return false;
  return value.result === undefined || (isMap(value.result) && STATES.includes(value.result.state));
}

/** Keeps in the root what was begun, so that nobody begins it a second time. */
export class RunRecord {
  private unwritten: Record<string, string> = {};
  /** Pods whose first attempts the root knows from its creation on. */
  private readonly foreseen = new Set<string>();
  /** The writing of orders that were given at the same moment. */
  private ordering?: Promise<void>;

  constructor(
    private readonly cluster: Pick<Cluster, 'patch'>,
    private readonly run: string,
  ) {}

  /** What the root holds when it is created: these pods are begun at once. */
  initial(pods: readonly string[]): Readonly<Record<string, string>> {
    for (const pod of pods) {
      this.foreseen.add(pod);
      this.note(pod, { attempt: 1 });
    }
    return this.take();
  }

  /** Writes that an attempt begins, before its pod is created, with all results known since the last writing. */
  async begin(pod: string, attempt: number, { held }: Pick<StepRecord, 'held'> = {}): Promise<void> {
    if (this.foreseen.delete(pod)) return;
    this.note(pod, { attempt, held });
    await this.write();
  }

  /** Writes that a held pod is given back, before it is deleted. */
  async giveBack(pod: string, attempt: number): Promise<void> {
    this.note(pod, { attempt, held: true, givenBack: true });
    await this.write();
  }

  /** Keeps a result for the next writing. */
  end(pod: string, attempt: number, { state, exitCode, reason }: RecordedResult): void {
    this.note(pod, { attempt, result: { state, exitCode, reason } });
  }

  /** Writes how a step is to end, before its pod is told to stop. Steps that are stopped together are written in one. */
  async order(pod: string, attempt: number, { state, reason }: RecordedResult): Promise<void> {
    this.note(pod, { attempt, result: { state, reason } });
    this.ordering ??= Promise.resolve().then(async () => {
      this.ordering = undefined;
      await this.write();
    });
    await this.ordering;
  }

  private async write(): Promise<void> {
    await this.cluster.patch('ConfigMap', runName(this.run), { data: this.take() });
  }

  private take(): Readonly<Record<string, string>> {
    const data = this.unwritten;
    this.unwritten = {};
    return data;
  }

  private note(pod: string, record: StepRecord): void {
    this.unwritten[`${PREFIX}${stepSlugOf(pod, this.run)}`] = JSON.stringify(record);
  }
}
