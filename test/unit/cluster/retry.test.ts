import { describe, expect, it } from 'vitest';
import { backOff, retry } from '../../../src/cluster/retry.js';
import { ClusterError } from '../../../src/errors.js';
import { TestClock } from './test-clock.js';

const broken = new ClusterError('broken', { code: 'unreachable', retryable: true });
const busy = new ClusterError('busy', { code: 'too-many-requests', retryable: true, retryAfter: 7 });
const refused = new ClusterError('refused', { code: 'forbidden' });

describe('backOff', () => {
  it.each([
    [1, 0, 100],
    [2, 0, 200],
    [3, 0.5, 300],
    [7, 0, 5_000],
    [50, 0, 5_000],
    [50, 1, 2_500],
  ])('after try %d with chance %d is %d ms', (attempt, chance, expected) => {
    expect(backOff(attempt, () => chance)).toBe(expected);
  });
});

describe('retry', () => {
  it('tries again after a failure that may pass, and counts the tries', async () => {
    const seen: number[] = [];

    const result = await retry(async (attempt) => {
      seen.push(attempt);
      if (attempt < 3) throw broken;
      return 'done';
    }, options());

    expect(result).toBe('done');
    expect(seen).toEqual([1, 2, 3]);
  });

  it('throws a final failure at once', async () => {
    let tries = 0;

    const result = retry(async () => {
      tries += 1;
      throw refused;
    }, options());

    await expect(result).rejects.toBe(refused);
    expect(tries).toBe(1);
  });

  it('throws the last failure when the time is used up', async () => {
    const clock = new TestClock(60_000);
    const start = clock.now();

    const result = retry(async () => Promise.reject(broken), { ...options(), clock });

    await expect(result).rejects.toBe(broken);
    expect(clock.now() - start).toBeGreaterThan(50_000);
    expect(clock.now() - start).toBeLessThanOrEqual(60_000);
  });

  it('waits as long as the server asks', async () => {
    const clock = new TestClock(60_000);
    const start = clock.now();

    await retry(async (attempt) => (attempt === 1 ? Promise.reject(busy) : attempt), { ...options(), clock });

    expect(clock.now() - start).toBe(7_000);
  });

  it('ends with the reason of the signal', async () => {
    const stop = new AbortController();

    const result = retry(
      async () => {
        stop.abort(new Error('stopped'));
        throw broken;
      },
      { ...options(), signal: stop.signal },
    );

    await expect(result).rejects.toThrow('stopped');
  });
});

function options() {
  return { clock: new TestClock(60_000), random: () => 0, budgetMs: () => 60_000 };
}
