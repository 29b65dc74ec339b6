import type { StepResult } from '../../src/report/events.js';
import { demand } from '../proof.js';
import type { Dag } from './dag.js';
import type { Outcome } from './embedded-bed.js';

/** What a run is compared with. */
export interface Expectation {
  readonly dag: Dag;
  readonly verdicts: Outcome;
  readonly logs: Outcome;
  /** True where the pod of the pivot was taken: `verdicts` are those of a pipeline whose pivot fails. */
  readonly taken: boolean;
}

/** @throws Violation where a run differs from what is expected */
export function demandSame(seen: Outcome, { dag, verdicts, logs, taken }: Expectation): void {
  demand(seen.report.leftovers.length === 0, `left on the cluster: ${seen.report.leftovers.join(', ')}`);
  demandEqual('exit status', seen.report.exitStatus, taken ? 3 : verdicts.report.exitStatus);
  for (const { name, behaviour } of dag.steps) {
    const isPivot = name === dag.pivot;
    if (taken && wasLetGo(name, seen, verdicts)) {
      demandRevoked(name, { seen, calm: logs, pivot: dag.pivot });
      continue;
    }
    if (!(isPivot && taken)) demandEqual(`verdict of ${name}`, verdictOf(seen, name), verdictOf(verdicts, name));
    if (!isPivot) {
      demandEqual(`attempts at ${name}`, resultOf(seen, name)?.attempt, resultOf(verdicts, name)?.attempt);
      demand(behaviour === 'detached' || !seen.gaps.has(name), `lines of ${name} are said to be missing`);
    }
    // of a pod that was taken, the end of the log may be gone: then it is said
    const isCut = behaviour === 'detached' || (isPivot && (taken || seen.gaps.has(name)));
    demandSameLog(name, { seen, expected: logs, wholly: !isCut });
  }
}

/** True for a step that the log of the pivot has let go, before the pivot's pod was taken. */
function wasLetGo(step: string, seen: Outcome, verdicts: Outcome): boolean {
  return resultOf(verdicts, step)?.state === 'skipped' && resultOf(seen, step)?.state !== 'skipped';
}

/** It is stopped as soon as its pod tells of the pivot, unless it was faster. */
function demandRevoked(
  step: string,
  { seen, calm, pivot }: { readonly seen: Outcome; readonly calm: Outcome; readonly pivot: string },
): void {
  const { state, message } = resultOf(seen, step) ?? {};
  const isStopped = state === 'canceled' && message === `${pivot} failed`;
  if (!isStopped) demandEqual(`verdict of ${step}, which the log of ${pivot} had let go,`, verdictOf(seen, step), verdictOf(calm, step));
}

export function resultOf({ report }: Outcome, step: string): StepResult | undefined {
  return report.steps.find((result) => result.step === step);
}

function verdictOf(outcome: Outcome, step: string): object {
  const { state, exitCode, reason, message, ignored } = resultOf(outcome, step) ?? {};
  return { state, exitCode, reason, message, ignored };
}

interface Logs {
  readonly seen: Outcome;
  readonly expected: Outcome;
  /** False for a step that is stopped at some moment: one log must begin like the other. */
  readonly wholly: boolean;
}

function demandSameLog(step: string, { seen, expected, wholly }: Logs): void {
  // whoever is skipped here, or was there, has nothing to compare
  if ([seen, expected].some((outcome) => resultOf(outcome, step)?.state === 'skipped')) return;
  const lines = seen.logs.get(step) ?? [];
  const wanted = expected.logs.get(step) ?? [];
  const common = wholly ? Infinity : Math.min(lines.length, wanted.length);
  demandEqual(`log of ${step}`, lines.slice(0, common), wanted.slice(0, common));
}

function demandEqual(what: string, seen: unknown, expected: unknown): void {
  const [is, wanted] = [JSON.stringify(seen), JSON.stringify(expected)];
  demand(is === wanted, `${what} is ${is}, and should be ${wanted}`);
}
