import { describe, expect, it } from 'vitest';
import { stepResult } from '../../../src/runner/step-result.js';
import type { EndVerdict } from '../../../src/runner/verdict.js';
import { podOf, stepOf } from './plans.js';

const failed: EndVerdict = { type: 'ended', state: 'failed', reason: 'ExitCode', exitCode: 3, message: 'exit code 3' };

function result(end: EndVerdict, exitCode: number | undefined) {
  const log = { lines: 1, lastLines: ['one'], exitCode };
  return stepResult({ step: stepOf('build'), attempt: 1, pod: podOf('build'), end, log, readyAt: 0, now: 9 });
}

describe('stepResult', () => {
  it('says that a log which told of success was wrong', () => {
    expect(result(failed, 0)).toMatchObject({
      state: 'failed',
      exitCode: 3,
      reason: 'TrailerMismatch',
      message: 'exit code 3, and its log said that it had passed',
    });
  });

  it.each([3, undefined])('keeps the exit code as the reason where the log says %s', (exitCode) => {
    expect(result(failed, exitCode)).toMatchObject({ reason: 'ExitCode', message: 'exit code 3', lastLines: ['one'] });
  });

  it('believes the pod that passed, whatever the log says', () => {
    expect(result({ type: 'ended', state: 'passed', exitCode: 0 }, 1)).toMatchObject({ state: 'passed', reason: undefined });
  });

  it('keeps a better reason', () => {
    const end: EndVerdict = { type: 'ended', state: 'failed', reason: 'OOMKilled', exitCode: 0, message: 'out of memory' };

    expect(result(end, 0)).toMatchObject({ reason: 'OOMKilled', message: 'out of memory' });
  });
});
