import { describe, expect, it } from 'vitest';
import { holds, type Measured } from '../../bench/benchmark.js';
import { rowText } from '../../bench/results.js';
import { gapsOf, stampMs } from '../../bench/runs.js';
import { percentile } from '../../bench/statistics.js';

const measured: Measured = {
  what: 'a run',
  figure: 6,
  unit: 's',
  baseline: { what: 'bare pods', figure: 4 },
  must: { of: 'figure', most: 6 },
};

describe('a figure of npm run bench', () => {
  it.each([
    [{ of: 'figure', most: 6 }, true],
    [{ of: 'figure', most: 5.9 }, false],
    [{ of: 'figure', least: 6.1 }, false],
    [{ of: 'ratio', most: 1.5 }, true],
    [{ of: 'ratio', most: 1.4 }, false],
    [{ of: 'difference', most: 2 }, true],
    [{ of: 'difference', most: 1.9 }, false],
  ] as const)('of 6 s against 4 s that must be %j: %s', (must, expected) => {
    expect(holds({ ...measured, must })).toBe(expected);
  });

  it('misses its bound where it is no number, or has no baseline to be compared with', () => {
    expect(holds({ ...measured, figure: Number.NaN })).toBe(false);
    expect(holds({ ...measured, baseline: undefined, must: { of: 'ratio', most: 9 } })).toBe(false);
  });

  it('is told with its baseline, the ratio and the bound', () => {
    expect(rowText({ ...measured, detail: '3 runs', must: { of: 'ratio', most: 1 } })).toBe(
      'MISS a run\n     6.00 s (3 runs); must be ≤ 1 × baseline\n     baseline 4.00 s: bare pods, ratio 1.50\n',
    );
  });

  it('of many times is one that so many of a hundred do not pass', () => {
    expect([50, 99, 100].map((percent) => percentile([40, 10, 30, 20], percent))).toEqual([20, 40, 40]);
  });

  it('of a gap is finer than the millisecond, as the stamps are', () => {
    const at = (stamp: string) => stampMs(`2026-01-01T10:00:00.${stamp}Z`);

    const gaps = gapsOf([
      { first: at('1'), last: at('2') },
      { first: at('2125'), last: at('3') },
    ]);

    expect(gaps.map((gap) => gap.toFixed(1))).toEqual(['12.5']);
  });
});
