import { randomBytes } from 'node:crypto';
import { runIdFrom } from '../src/contract/names.js';
import type { Bed } from '../test/scenarios/bed.js';
import { inParallel } from './parallel.js';
import { type ClusterProofOptions, demand, type Figures } from './proof.js';
import { demandNothingLeft, demandOnce, diamond } from './resume/trial.js';

const RUNS = { ci: 3, full: 20 };
const AT_A_TIME = 2;

const WHAT = 'two runners started on one run at once, the one that runs it killed';
export const ROWS = [WHAT];

/** Of two who want to run the same, one does; when it dies, the other goes on. */
export async function prove({ scale, bed }: ClusterProofOptions): Promise<Figures> {
  await inParallel(Array(RUNS[scale]).fill(undefined), AT_A_TIME, async () => bed.inNamespace(killFirst));
  return [{ what: WHAT, figure: `${RUNS[scale]} runs: 0 steps twice, 0 lines lost or doubled`, mustShow: 'no step twice' }];
}

async function killFirst(bed: Bed): Promise<void> {
  const run = runIdFrom(randomBytes(10));
  await bed.write('workflow.yaml', diamond({ seconds: 1 }));
  const start = async () => bed.podline(['run', 'workflow.yaml', '--run', run, '--output', 'json']);
  const [one, other] = await Promise.all([start(), start()]);
  const text = '"text":"left-1"';
  const first = await Promise.race([one, other].map(async (podline) => podline.until(text).then(() => podline)));
  const second = first === one ? other : one;
  await second.until('waits until nobody else looks after the run');
  first.signal('SIGKILL');
  await first.end();
  const ended = await second.end();
  demand(ended.status === 0, `the second runner: ${ended.stdout}${ended.stderr}`);
  await demandOnce(bed, run);
  await demandNothingLeft(bed, 'run by two');
}
