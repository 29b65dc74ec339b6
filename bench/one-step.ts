import { Bed } from '../test/scenarios/bed.js';
import { runBarePods } from './bare-pods.js';
import type { ClusterBenchOptions, Measured } from './benchmark.js';
import { chainOf, timedRun } from './runs.js';
import { median } from './statistics.js';

const ROUNDS = { full: 7, smoke: 1 };

const WHAT = 'one step, whole command';
export const ROWS = [WHAT];

/** What podline itself costs: a run of one step against a pod alone. */
export async function measure({ scale, place }: ClusterBenchOptions): Promise<readonly Measured[]> {
  const runs: number[] = [];
  const bare: number[] = [];
  await Bed.use(place, async (bed) => {
    // in turns, because the machine is faster at one time than at another
    for (let round = 0; round < ROUNDS[scale]; round++) {
      const since = performance.now();
      await runBarePods(bed.cluster, ['echo done']);
      bare.push((performance.now() - since) / 1000);
      runs.push((await timedRun(bed, chainOf(1, ['echo done']))).seconds);
    }
  });
  return [
    {
      what: WHAT,
      figure: median(runs),
      unit: 's',
      detail: `median of ${runs.length}`,
      baseline: { what: 'a bare pod', figure: median(bare) },
      must: { of: 'difference', most: 0.8 },
    },
  ];
}
