import { describe, expect, it } from 'vitest';
import type { StepResult, StepState } from '../../../src/report/events.js';
import { type Interruption, outcomeOf } from '../../../src/runner/outcome.js';

function results(...states: readonly (StepState | 'failed, ignored' | 'error, ignored')[]): readonly StepResult[] {
  return states.map((text, index) => {
    const [state, ignored] = text.split(', ') as [StepState, string?];
    return { step: `s${index}`, state, attempt: 1, logLines: 0, ignored: ignored !== undefined || undefined };
  });
}

const canceled: Interruption = { type: 'canceled', exitStatus: 143 };
const timedOut: Interruption = { type: 'timed-out' };

describe('3.7 outcomeOf', () => {
  it.each<[string, readonly StepResult[], Interruption | undefined, string, number]>([
    ['all passed', results('passed', 'passed'), undefined, 'succeeded', 0],
    ['some were skipped', results('passed', 'skipped'), undefined, 'succeeded', 0],
    ['failures are ignored', results('passed', 'failed, ignored', 'error, ignored'), undefined, 'succeeded', 0],
    ['one failed', results('passed', 'failed', 'skipped', 'canceled'), undefined, 'failed', 1],
    ['the cluster prevented one and another failed', results('failed', 'error'), undefined, 'error', 3],
    ['one was canceled, and nobody says why', results('passed', 'canceled'), undefined, 'canceled', 130],
    ['the time was over', results('error', 'canceled'), timedOut, 'timed-out', 4],
    ['it was canceled', results('error', 'failed', 'canceled'), canceled, 'canceled', 143],
    ['it was canceled when all had passed', results('passed'), canceled, 'canceled', 143],
  ])('where %s', (_, steps, interruption, outcome, exitStatus) => {
    expect(outcomeOf(steps, interruption)).toEqual({ outcome, exitStatus });
  });
});
