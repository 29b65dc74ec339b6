import { describe, expect, it } from 'vitest';
import type { RunReport, StepInfo, StepResult } from '../../../src/report/events.js';
import { pastLimit } from '../../../src/report/past-limit.js';
import { ended, result, step } from './run-builder.js';

const CUT = { reason: 'TimedOut', message: 'the run reached its time limit' } as const;

function causeOf(results: readonly StepResult[], infos: readonly StepInfo[] = results.map((of) => step(of.step))): string | undefined {
  return pastLimit(infos, reportOf(results))?.cause;
}

function reportOf(steps: readonly StepResult[], outcome: RunReport['outcome'] = 'timed-out'): RunReport {
  const event = ended(steps, { seconds: 60, outcome });
  if (event.type !== 'run-finished') throw new Error('a run ends with its report');
  return event.report;
}

describe('where a run stood when its time was up', () => {
  it('is told by the steps that ran and by those that had not started', () => {
    expect(causeOf([result('soak', 'canceled', { ...CUT, times: [0, 1, 60] }), result('gpu', 'canceled', CUT)])).toBe(
      'soak ran for 59.0s, gpu had not started',
    );
  });

  it('is not told by steps that ended before, by another cause, or that nobody waits for', () => {
    const results = [
      result('lint', 'passed', { times: [0, 1, 2] }),
      result('test', 'canceled', { reason: 'Canceled', message: 'lint failed', times: [0, 1, 2] }),
      result('db', 'canceled', { ...CUT, times: [0, 1, 60] }),
    ];

    expect(causeOf(results, [step('lint'), step('test'), step('db', { detached: true })])).toBeUndefined();
  });

  it('names eight steps, and how many more there were', () => {
    const results = Array.from({ length: 10 }, (_, index) => result(`s${index}`, 'canceled', CUT));

    expect(causeOf(results)).toMatch(/^s0 had not started, .*s7 had not started, and 2 more$/);
  });

  it('is nothing that is told of a run that ended otherwise', () => {
    expect(pastLimit([], reportOf([], 'canceled'))).toBeUndefined();
  });
});
