import { expect, it } from 'vitest';
import { isKept } from '../../../src/runner/keep.js';

it.each([
  [undefined, 'failed', false],
  ['always', 'succeeded', true],
  ['always', 'canceled', true],
  ['on-failure', 'succeeded', false],
  ['on-failure', 'failed', true],
  ['on-failure', 'error', true],
  ['on-failure', 'timed-out', true],
] as const)('with the policy %s a run that ended as %s is kept: %s', (policy, outcome, kept) => {
  expect(isKept(policy, outcome)).toBe(kept);
});
