import { AssertionError } from 'node:assert';
import type { Reason, RunOutcome, StepId, StepState } from './report/events.js';
import type { SimulatedRun, SimulatedTime } from './simulate.js';

/** What is expected of a simulated run: each throws an `AssertionError`, which every test runner understands. */
export interface RunExpectation {
  /** These steps have run, in any order, and no others. */
  toHaveRun(steps: readonly StepId[]): RunExpectation;
  /** These steps have run one after the other: each began when the one before had ended. */
  toHaveRunInOrder(steps: readonly StepId[]): RunExpectation;
  /** These steps have run at the same time, for a moment at least. */
  toHaveRunTogether(steps: readonly StepId[]): RunExpectation;
  /** These steps were skipped, and no others. */
  toHaveSkipped(steps: readonly StepId[]): RunExpectation;
  /** The run has come to this. */
  toHaveEnded(outcome: RunOutcome): RunExpectation;
  /** The step has ended like this. */
  toHaveStep(step: StepId, end: { readonly state?: StepState; readonly reason?: Reason; readonly attempt?: number }): RunExpectation;
  /** The run took so many seconds, or less. */
  toHaveTakenAtMost(seconds: number): RunExpectation;
}

export function expectRun({ report, times }: SimulatedRun): RunExpectation {
  const timeOf = (step: StepId): SimulatedTime => {
    const time = times.find((each) => each.step === step);
    if (time) return time;
    throw failure(`step "${step}" has not run`, { actual: times.map((each) => each.step), expected: [step] });
  };
  const expectation: RunExpectation = {
    toHaveRun: (steps) => same('the steps that have run', { actual: times.map(({ step }) => step).sort(), expected: [...steps].sort() }),
    toHaveRunInOrder: (steps) => {
      for (const [index, after] of steps.slice(1).map(timeOf).entries()) {
        const before = timeOf(steps[index] ?? '');
        if (after.from < before.to)
          throw failure(`step "${after.step}" began before "${before.step}" had ended`, { actual: [before, after] });
      }
      return expectation;
    },
    toHaveRunTogether: (steps) => {
      const all = steps.map(timeOf);
      const [from, to] = [Math.max(...all.map((time) => time.from)), Math.min(...all.map((time) => time.to))];
      if (from >= to) throw failure(`there was no moment at which ${steps.join(', ')} all ran`, { actual: all });
      return expectation;
    },
    toHaveSkipped: (steps) => {
      const skipped = report.steps.filter(({ state }) => state === 'skipped').map(({ step }) => step);
      return same('the steps that were skipped', { actual: skipped.sort(), expected: [...steps].sort() });
    },
    toHaveEnded: (outcome) => same('the outcome of the run', { actual: report.outcome, expected: outcome }),
    toHaveStep: (step, end) => {
      const result = report.steps.find((each) => each.step === step);
      const actual = Object.fromEntries(Object.keys(end).map((key) => [key, result?.[key as keyof typeof end]]));
      return same(`the end of step "${step}"`, { actual, expected: { ...end } });
    },
    toHaveTakenAtMost: (seconds) => {
      const taken = (report.finishedAt - report.startedAt) / 1000;
      if (taken > seconds) throw failure(`the run took ${taken} s, more than ${seconds} s`, { actual: taken, expected: seconds });
      return expectation;
    },
  };
  const same = (what: string, values: { readonly actual: unknown; readonly expected: unknown }) => {
    const [actual, expected] = [values.actual, values.expected].map((value) => JSON.stringify(value));
    if (actual !== expected) throw failure(`${what}: ${actual} in place of ${expected}`, values);
    return expectation;
  };
  return expectation;
}

function failure(message: string, { actual, expected }: { readonly actual?: unknown; readonly expected?: unknown }): AssertionError {
  return new AssertionError({ message, actual, expected, operator: 'expectRun' });
}
