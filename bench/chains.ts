import { Bed } from '../test/scenarios/bed.js';
import { runBarePods } from './bare-pods.js';
import type { ClusterBenchOptions, Measured, Must } from './benchmark.js';
import { chainOf, gapsOf, logTimes, timedRun } from './runs.js';
import { percentile } from './statistics.js';

const GAPS = { full: 100, smoke: 2 };
const BARE_GAPS = { full: 5, smoke: 1 };
const STEPS = { full: 10, smoke: 2 };
const SECONDS = { full: 2, smoke: 0 };

const GAP_P50 = 'gap between two steps of 1 s: last line of one to first line of the next, p50';
const GAP_P99 = 'gap between two steps of 1 s, p99';
const LONG = 'chain of 10 steps of 2 s, whole command';
const TRIVIAL = 'chain of 10 trivial steps, whole command';
export const ROWS = [GAP_P50, GAP_P99, LONG, TRIVIAL];

const ONE_AFTER_THE_OTHER = 'bare pods one after the other';

/** What a pod per step costs where one step follows the other. */
export async function measure(options: ClusterBenchOptions): Promise<readonly Measured[]> {
  return [...(await gaps(options)), await chain(LONG, options), await chain(TRIVIAL, options)];
}

async function gaps({ scale, place }: ClusterBenchOptions): Promise<readonly Measured[]> {
  const seconds = scale === 'full' ? 1 : 0.1;
  const { output } = await Bed.use(place, async (bed) => timedRun(bed, chainOf(GAPS[scale] + 1, [`sleep ${seconds}`, 'echo done'])));
  const bare = await Bed.use(place, async ({ cluster }) =>
    runBarePods(cluster, Array<string>(BARE_GAPS[scale] + 1).fill(`echo begun; sleep ${seconds}; echo done`)),
  );
  const seen = gapsOf(logTimes(output).values());
  const compared = gapsOf(bare);
  const unit = 'ms';
  const row = (what: string, percent: number, most: number): Measured => ({
    what,
    figure: percentile(seen, percent),
    unit,
    detail: `${seen.length} gaps`,
    baseline: { what: ONE_AFTER_THE_OTHER, figure: percentile(compared, percent) },
    must: { of: 'figure', most },
  });
  return [row(GAP_P50, 50, 50), row(GAP_P99, 99, 250)];
}

async function chain(what: typeof LONG | typeof TRIVIAL, { scale, place }: ClusterBenchOptions): Promise<Measured> {
  const steps = STEPS[scale];
  const commands = what === LONG ? [`sleep ${SECONDS[scale]}`, 'echo done'] : ['echo done'];
  const { seconds } = await Bed.use(place, async (bed) => timedRun(bed, chainOf(steps, commands)));
  const bare = await Bed.use(place, async ({ cluster }) => {
    const begun = performance.now();
    await runBarePods(cluster, Array<string>(steps).fill(commands.join('; ')));
    return (performance.now() - begun) / 1000;
  });
  return {
    what,
    figure: seconds,
    unit: 's',
    baseline: { what: ONE_AFTER_THE_OTHER, figure: bare },
    must: mustBe(what, { seconds: steps * SECONDS[scale], isEmbedded: place.name === 'embedded' }),
  };
}

/** A pod of the embedded cluster starts at once: what counts there is what the whole command adds. */
function mustBe(
  what: typeof LONG | typeof TRIVIAL,
  { seconds, isEmbedded }: { readonly seconds: number; readonly isEmbedded: boolean },
): Must {
  if (what === LONG) return { of: 'figure', most: seconds + 2.5 };
  return isEmbedded ? { of: 'difference', most: 0.8 } : { of: 'ratio', most: 0.35 };
}
