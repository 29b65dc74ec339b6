import { demandSame, resultOf } from './faults/compare.js';
import { type Dag, randomDag, withFailingPivot } from './faults/dag.js';
import { EmbeddedBed, type Outcome } from './faults/embedded-bed.js';
import { randomFaults } from './faults/faults.js';
import { inParallel } from './parallel.js';
import { demand, type Figures, type ProofOptions, Violation } from './proof.js';
import { Random } from './random.js';

const SEEDS = { ci: 50, full: 1000 };
/** A run mostly waits: for a server that is away, for the pause before the next try. */
const AT_A_TIME = 6;

const WHAT = 'seeded faults on the embedded cluster';
export const ROWS = [WHAT];

/** Random pipelines end in the same way when watches, logs, requests, the server or a pod are taken from the runner. */
export async function prove({ scale, seed }: ProofOptions): Promise<Figures> {
  const seeds = Array.from({ length: SEEDS[scale] }, (_, index) => seed + index);
  const trials = await inParallel(seeds, AT_A_TIME, tryOne);
  const kinds = new Set(trials.flatMap(({ happened }) => happened));
  const faults = trials.reduce((sum, { happened, unmet }) => sum + happened.length - unmet, 0);
  const taken = trials.filter((trial) => trial.taken).length;
  return [
    {
      what: WHAT,
      figure: `${trials.length} pipelines, ${faults} faults of ${kinds.size} kinds, ${taken} steps whose pod was taken: 0 differences`,
      mustShow: 'verdicts and logs identical to the calm run; a pod that was taken is named',
    },
  ];
}

interface Trial extends Pick<Outcome, 'happened' | 'unmet'> {
  /** True where a fault took the pod of a step. */
  readonly taken: boolean;
}

async function tryOne(seed: number): Promise<Trial> {
  const random = new Random(seed);
  const dag = randomDag(random);
  const bed = await EmbeddedBed.start();
  try {
    const calm = await bed.run(dag);
    const mayTake = resultOf(calm, dag.pivot)?.state === 'passed' && random.chance(0.7);
    const seen = await bed.run(dag, randomFaults(random, { events: calm.events, taking: mayTake ? calm.pivotEvents : undefined }));
    const taken = wasTaken(seen, dag);
    const verdicts = taken ? await bed.run(withFailingPivot(dag)) : calm;
    demandSame(seen, { dag, verdicts, logs: calm, taken });
    return { happened: seen.happened, unmet: seen.unmet, taken };
  } catch (error) {
    throw new Violation(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    await bed.stop();
  }
}

function wasTaken(seen: Outcome, { pivot }: Dag): boolean {
  const { state, reason, message } = resultOf(seen, pivot) ?? {};
  if (state !== 'error') return false;
  const expected = seen.happened.includes('pod deleted') ? 'PodDeleted' : 'Evicted';
  demand(reason === expected && message !== undefined, `${pivot} ended with ${reason}, and should with ${expected}`);
  return true;
}
