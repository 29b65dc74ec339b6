import { describe, expect, it } from 'vitest';
import { retryAfter } from '../../../src/runner/retry.js';
import type { EndVerdict } from '../../../src/runner/verdict.js';

const failed: EndVerdict = { type: 'ended', state: 'failed', reason: 'ExitCode', exitCode: 75 };
const evicted: EndVerdict = { type: 'ended', state: 'error', reason: 'Evicted' };

describe('retryAfter', () => {
  it('tries a step again whose pod was taken away before its script began, as often as the limit says', () => {
    const pauses = [1, 2, 3].map((attempt) => retryAfter({ attempt, end: evicted, begun: false }, { infraRetries: 2 }));

    expect(pauses).toEqual([0, 0, undefined]);
  });

  it('does not try a step again by itself once its script has begun', () => {
    expect(retryAfter({ attempt: 1, end: evicted, begun: true }, { infraRetries: 2 })).toBeUndefined();
  });

  it('leaves a step that passed, and one that was cancelled, alone', () => {
    const rule = { limit: 5, on: ['failure', 'infra'], backoffSeconds: 0 } as const;

    for (const state of ['passed', 'canceled'] as const)
      expect(retryAfter({ attempt: 1, end: { type: 'ended', state }, begun: true }, { rule, infraRetries: 2 })).toBeUndefined();
  });

  it.each([
    ['failure', failed, 0],
    ['exit:75', failed, 0],
    ['exit:1', failed, undefined],
    ['oom', failed, undefined],
    ['infra', evicted, 0],
    ['failure', evicted, undefined],
    ['oom', { type: 'ended', state: 'failed', reason: 'OOMKilled', exitCode: 137 }, 0],
    ['timeout', { type: 'ended', state: 'failed', reason: 'TimedOut' }, 0],
    ['infra', { type: 'ended', state: 'error', reason: 'ImagePull' }, undefined],
  ] as const)('with the cause %s answers %j with a pause of %s', (cause, end, pause) => {
    const rule = { limit: 1, on: [cause], backoffSeconds: 0 };

    expect(retryAfter({ attempt: 1, end, begun: true }, { rule, infraRetries: 0 })).toBe(pause);
  });

  it('doubles the pause with each further attempt, up to the limit', () => {
    const rule = { limit: 3, on: ['failure'], backoffSeconds: 5 } as const;

    const pauses = [1, 2, 3, 4].map((attempt) => retryAfter({ attempt, end: failed, begun: true }, { rule, infraRetries: 2 }));

    expect(pauses).toEqual([5, 10, 20, undefined]);
  });
});
