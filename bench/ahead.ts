import { Bed } from '../test/scenarios/bed.js';
import { beginsOf, lateness } from './begins.js';
import type { ClusterBenchOptions, Measured } from './benchmark.js';
import { throughProxy } from './proxy.js';
import { chainOf, timedRun } from './runs.js';

const STEPS = { full: 4, smoke: 2 };
const SECONDS = { full: 60, smoke: 0.2 };
/** Two runs on one machine, and which of them has it first is chance. */
const CHANCE_S = 0.5;

const LATE = 'steps of a minute: how much later one began than with --ahead 0';
const REQUESTS = 'steps of a minute: requests a step';
export const ROWS = [LATE, REQUESTS];

/** Nothing is started ahead. */
export const WITHOUT = ['--ahead', '0'];

/** Starting ahead costs nothing where it gains little: no time, and hardly a request. */
export async function measure({ scale, place }: ClusterBenchOptions): Promise<readonly Measured[]> {
  const workflow = chainOf(STEPS[scale], [`sleep ${SECONDS[scale]}`, 'echo done']);
  const one = async (flags: readonly string[]) =>
    Bed.use(place, async (bed) =>
      throughProxy(bed, {}, async (proxy, kubeconfig) => {
        const { output } = await timedRun(bed, workflow, { flags, kubeconfig });
        const requests = proxy.requests.filter((each) => !each.endsWith('leases.coordination.k8s.io'));
        return { begins: beginsOf(output), requests: requests.length / STEPS[scale] };
      }),
    );
  const [ahead, without] = await Promise.all([one([]), one(WITHOUT)]);
  return [
    { what: LATE, figure: lateness(ahead.begins, without.begins), unit: 's', must: { of: 'figure', most: CHANCE_S } },
    {
      what: REQUESTS,
      figure: ahead.requests,
      unit: 'requests',
      baseline: { what: 'with --ahead 0', figure: without.requests },
      must: { of: 'difference', most: 2 },
    },
  ];
}
