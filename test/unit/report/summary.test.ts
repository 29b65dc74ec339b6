import { describe, expect, it } from 'vitest';
import type { RunReport, StepInfo, StepResult } from '../../../src/report/events.js';
import { summarize } from '../../../src/report/summary.js';
import { at, result, step } from './run-builder.js';

function report(steps: readonly StepResult[]): RunReport {
  return { run: 'r', outcome: 'succeeded', exitStatus: 0, steps, leftovers: [], startedAt: at(0), finishedAt: at(30) };
}

describe('summarize', () => {
  it('gives a row a step, with the times it waited and ran', () => {
    const failed = result('a', 'failed', { times: [1, 1.5, 4], exitCode: 7, ignored: true });
    const skipped = result('b', 'skipped');

    const { rows, elapsedMs } = summarize([step('a'), step('b')], report([failed, skipped]));

    expect(rows).toEqual([
      { step: 'a', state: 'failed', ignored: true, waitedMs: 500, ranMs: 2500, exitCode: 7 },
      { step: 'b', state: 'skipped', ignored: false, waitedMs: undefined, ranMs: undefined, exitCode: undefined },
    ]);
    expect(elapsedMs).toBe(30_000);
  });

  it.each<{ title: string; steps: StepInfo[]; results: StepResult[]; path: string[]; ranMs: number; waitedMs: number }>([
    { title: 'is empty where no step ran', steps: [step('a')], results: [result('a', 'skipped')], path: [], ranMs: 0, waitedMs: 0 },
    {
      title: 'ends with the step that ended last, not with the last one listed',
      steps: [step('a'), step('b')],
      results: [result('a', 'passed', { times: [0, 0, 9] }), result('b', 'passed', { times: [0, 0, 2] })],
      path: ['a'],
      ranMs: 9000,
      waitedMs: 0,
    },
    {
      title: 'goes through the dependency that ended last and leaves waiting out',
      steps: [step('a'), step('slow'), step('c', { dependsOn: ['a', 'slow'] })],
      results: [
        result('a', 'passed', { times: [0, 0, 1] }),
        result('slow', 'passed', { times: [0, 2, 5] }),
        result('c', 'passed', { times: [5, 6, 10] }),
      ],
      path: ['slow', 'c'],
      ranMs: 7000,
      waitedMs: 3000,
    },
    {
      title: 'goes through skipped steps to those they waited for',
      steps: [step('a'), step('skipped', { dependsOn: ['a'] }), step('c', { dependsOn: ['skipped'] })],
      results: [
        result('a', 'failed', { times: [0, 0, 3] }),
        result('skipped', 'skipped', { finishedAt: at(3) }),
        result('c', 'passed', { times: [3, 3, 4] }),
      ],
      path: ['a', 'c'],
      ranMs: 4000,
      waitedMs: 0,
    },
    {
      title: 'takes of a service its start alone',
      steps: [step('db', { kind: 'service', detached: true }), step('fetch'), step('test', { dependsOn: ['db', 'fetch'] })],
      results: [
        result('db', 'passed', { times: [0, 4, 30] }),
        result('fetch', 'passed', { times: [0, 0, 1] }),
        result('test', 'passed', { times: [4, 4, 6] }),
      ],
      path: ['db', 'test'],
      ranMs: 2000,
      waitedMs: 4000,
    },
  ])('finds a critical path that $title', ({ steps, results, path, ranMs, waitedMs }) => {
    const { criticalPath } = summarize(steps, report(results));

    expect(criticalPath).toMatchObject({ steps: path, ranMs, waitedMs });
  });

  describe('how long the critical path waited for other workflows', () => {
    const steps = [
      step('one/a', { pipeline: 'one' }),
      step('two/a', { pipeline: 'two' }),
      step('two/b', { pipeline: 'two', dependsOn: ['two/a'] }),
    ];
    const one = result('one/a', 'passed', { times: [0, 1, 5] });

    function queued(...of: readonly StepResult[]): number {
      return summarize(steps, report(of)).criticalPath.queuedMs;
    }

    it('is the time until its first workflow had its turn', () => {
      expect(queued(one, result('two/a', 'passed', { times: [5, 6, 8] }), result('two/b', 'passed', { times: [8, 8, 9] }))).toBe(5000);
    });

    it('is nothing where both began together', () => {
      expect(queued(one, result('two/a', 'passed', { times: [0, 2, 8] }), result('two/b', 'passed', { times: [8, 8, 9] }))).toBe(0);
    });

    it('is nothing where a step was tried again meanwhile', () => {
      expect(queued(one, result('two/a', 'passed', { times: [5, 6, 8], attempt: 2 }), result('two/b', 'skipped'))).toBe(0);
    });
  });
});
