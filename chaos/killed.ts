import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { runIdFrom } from '../src/contract/names.js';
import type { Bed } from '../test/scenarios/bed.js';
import { inParallel } from './parallel.js';
import { type ClusterProofOptions, demand, type Figures } from './proof.js';
import { Random } from './random.js';
import { demandNothingLeft, demandOnce, diamond } from './resume/trial.js';

const RUNS = { ci: 5, full: 50 };
const AT_A_TIME = 3;
const LONGEST_MS = 12_000;

const WHAT = 'SIGKILL at random moments of a 6-step diamond, then attach, real cluster';
export const ROWS = [WHAT];

/** A run whose runner is killed goes on with `podline attach`, as if nothing had happened. */
export async function prove({ scale, seed, bed }: ClusterProofOptions): Promise<Figures> {
  const random = new Random(seed);
  const moments = Array.from({ length: RUNS[scale] }, () => random.integer(0, LONGEST_MS));
  const begun = await inParallel(moments, AT_A_TIME, async (ms) => bed.inNamespace(async (namespace) => killAt(namespace, ms)));
  const figure = `${moments.length} kills, ${begun.filter(Boolean).length} of them after the run had begun: 0 steps twice, 0 lines lost or doubled, 0 wrong verdicts`;
  return [{ what: WHAT, figure, mustShow: 'each side effect exactly once, verdict right, every log line once' }];
}

/** False where the run had not begun yet. */
async function killAt(bed: Bed, ms: number): Promise<boolean> {
  const run = runIdFrom(randomBytes(10));
  const podline = await bed.start(diamond({ seconds: 0.5 }), '--run', run, '--output', 'json');
  await sleep(ms);
  podline.signal('SIGKILL');
  await podline.end();
  const attached = await (await bed.podline(['attach', run, '--output', 'json'])).end();
  await demandNothingLeft(bed, `killed after ${ms} ms`);
  if (attached.stderr.includes('error[unknown-run]')) return false;
  demand(attached.status === 0, `killed after ${ms} ms: ${attached.stdout}${attached.stderr}`);
  await demandOnce(bed, run);
  return true;
}
