import { Bed } from '../test/scenarios/bed.js';
import type { ClusterBenchOptions, Measured } from './benchmark.js';
import { diamondOf, timedRun } from './runs.js';

const SECONDS = { full: 20, smoke: 0.2 };

const WHAT = 'diamond with a slow branch, whole command';
export const ROWS = [WHAT];

/** A graph is no sequence of stages: it takes as long as its longest path. */
export async function measure({ scale, place }: ClusterBenchOptions): Promise<readonly Measured[]> {
  const longest = SECONDS[scale];
  const { seconds } = await Bed.use(place, async (bed) => timedRun(bed, diamondOf(longest)));
  return [
    {
      what: WHAT,
      figure: seconds,
      unit: 's',
      baseline: { what: 'the commands of its longest path', figure: longest },
      must: { of: 'difference', most: 3 },
    },
  ];
}
