import { Bed } from '../test/scenarios/bed.js';
import { startEmbedded } from '../test/scenarios/embedded-test-cluster.js';
import { failBeforeHeld, HELD, killRunnerOfHeld } from './held/trial.js';
import { inParallel } from './parallel.js';
import type { Figures, ProofOptions } from './proof.js';

const RUNS = { ci: 4, full: 50 };
const KILLS = { ci: 1, full: 5 };
const AT_A_TIME = 2;
/** Until all that are held wait at their gates. */
const SECONDS = 5;

const FAILED = 'steps whose pods are held when their dependency fails, embedded cluster';
const KILLED = 'steps whose pods are held when the runner is killed, embedded cluster';
export const ROWS = [FAILED, KILLED];

/** The command of a held step never runs before its dependencies have ended well. */
export async function prove({ scale }: ProofOptions): Promise<Figures> {
  const cluster = await startEmbedded();
  const times = async (count: number, trial: typeof failBeforeHeld): Promise<string> => {
    await inParallel(Array(count).fill(undefined), AT_A_TIME, async () => Bed.use(cluster, async (bed) => trial(bed, SECONDS)));
    return `${count * HELD} held, 0 ran`;
  };
  try {
    return [
      { what: FAILED, figure: await times(RUNS[scale], failBeforeHeld), mustShow: '0 ran' },
      { what: KILLED, figure: await times(KILLS[scale], killRunnerOfHeld), mustShow: '0 ran' },
    ];
  } finally {
    await cluster.stop();
  }
}
