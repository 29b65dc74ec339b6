import type { RunReport, StepId, StepInfo, StepResult, StepState } from './events.js';

/** How one step went; times in milliseconds, absent where the step did not get that far. */
export interface SummaryRow {
  readonly step: StepId;
  readonly state: StepState;
  /** True where the failure did not fail the run. */
  readonly ignored: boolean;
  readonly waitedMs?: number;
  readonly ranMs?: number;
  readonly exitCode?: number;
}

/** The steps of which each released the next, up to the one that ended last. */
export interface CriticalPath {
  readonly steps: readonly StepId[];
  /** How long those steps ran, in milliseconds, without the time they waited. */
  readonly ranMs: number;
  /** What starting those steps cost: how long each waited after its turn had come. */
  readonly waitedMs: number;
  /** How long its first workflow waited for others before it: only so many may run at a time. */
  readonly queuedMs: number;
}

export interface Summary {
  readonly rows: readonly SummaryRow[];
  /** Empty when no step ran. */
  readonly criticalPath: CriticalPath;
  readonly elapsedMs: number;
}

/** What a run comes to, from its steps as announced and its report. */
export function summarize(steps: readonly StepInfo[], report: RunReport): Summary {
  return {
    rows: report.steps.map(summaryRow),
    criticalPath: criticalPath(steps, report.steps),
    elapsedMs: report.finishedAt - report.startedAt,
  };
}

/** One step's result as a row. */
export function summaryRow(result: StepResult): SummaryRow {
  return {
    step: result.step,
    state: result.state,
    ignored: result.ignored ?? false,
    waitedMs: between(result.readyAt, result.startedAt),
    ranMs: between(result.startedAt, result.finishedAt),
    exitCode: result.exitCode,
  };
}

interface Node {
  readonly step: StepId;
  readonly dependsOn: readonly StepId[];
  /** When the steps behind it could go on; `undefined` when it never ran. */
  readonly releasedAt?: number;
  readonly ranMs: number;
  readonly waitedMs: number;
}

function criticalPath(steps: readonly StepInfo[], results: readonly StepResult[]): CriticalPath {
  const resultOf = new Map(results.map((result) => [result.step, result]));
  const nodes = new Map(steps.map((info) => [info.step, node(info, resultOf.get(info.step))]));
  const path: Node[] = [];
  const ends = steps.filter((step) => !step.detached).map((step) => step.step);
  for (let next = lastReleased(ends, nodes); next; next = lastReleased(next.dependsOn, nodes)) path.unshift(next);
  const sum = (ms: (node: Node) => number) => path.reduce((before, node) => before + ms(node), 0);
  return {
    steps: path.map(({ step }) => step),
    ranMs: sum(({ ranMs }) => ranMs),
    waitedMs: sum(({ waitedMs }) => waitedMs),
    queuedMs: queued(path[0]?.step, steps, results),
  };
}

/** How much later than the first of all steps the first one of this step's workflow had its turn. */
function queued(head: StepId | undefined, steps: readonly StepInfo[], results: readonly StepResult[]): number {
  const workflowOf = new Map(steps.map(({ step, pipeline }) => [step, pipeline]));
  const turns = results
    .flatMap(({ step, attempt, readyAt }) => (readyAt === undefined ? [] : [{ step, attempt, readyAt }]))
    .sort((a, b) => a.readyAt - b.readyAt);
  const own = turns.find(({ step }) => workflowOf.get(step) === workflowOf.get(head ?? ''));
  const [first] = turns;
  // another attempt has its turn after the one before it, not after another workflow
  return first && own?.attempt === 1 ? own.readyAt - first.readyAt : 0;
}

function node(info: StepInfo, result: StepResult | undefined): Node {
  const { step, dependsOn, detached } = info;
  if (result?.startedAt === undefined) return { step, dependsOn, ranMs: 0, waitedMs: 0 };
  // a pod that was there before its turn began with it, by clocks that differ a little
  const waitedMs = Math.max(0, between(result.readyAt, result.startedAt) ?? 0);
  // Nobody waits for the end of a detached step, only for its start.
  if (detached) return { step, dependsOn, releasedAt: result.startedAt, ranMs: 0, waitedMs };
  return { step, dependsOn, releasedAt: result.finishedAt, ranMs: between(result.startedAt, result.finishedAt) ?? 0, waitedMs };
}

/** Of these steps the one that was released last; a step that never ran stands for those it waited for. */
function lastReleased(candidates: readonly StepId[], nodes: ReadonlyMap<StepId, Node>): Node | undefined {
  const seen = new Set(candidates);
  let last: Node | undefined;
  for (const id of seen) {
    const candidate = nodes.get(id);
    if (candidate?.releasedAt === undefined) {
      for (const ancestor of candidate?.dependsOn ?? []) seen.add(ancestor);
    } else if (last?.releasedAt === undefined || candidate.releasedAt > last.releasedAt) {
      last = candidate;
    }
  }
  return last;
}

function between(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : to - from;
}
