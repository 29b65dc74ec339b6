import { randomBytes } from 'node:crypto';
import { throughProxy } from '../bench/proxy.js';
import { runIdFrom } from '../src/contract/names.js';
import { Bed } from '../test/scenarios/bed.js';
import { startEmbedded } from '../test/scenarios/embedded-test-cluster.js';
import type { Podline } from '../test/scenarios/podline.js';
import { inParallel } from './parallel.js';
import { demand, type Figures } from './proof.js';
import { demandNothingLeft, demandOnce, diamond } from './resume/trial.js';

const AT_A_TIME = 3;
/** More than the run makes. */
const MOST = 200;
const FLAGS = ['--secret', 'token=a-secret-of-the-run', '--output', 'json'];

const WHAT = 'SIGKILL after each request of a 6-step diamond, then the same command with --run, embedded cluster';
export const ROWS = [WHAT];

/** Wherever its runner dies, a run goes on: each step once, each line of its logs once, the right verdict, nothing left. */
export async function prove(): Promise<Figures> {
  const cluster = await startEmbedded();
  let isOver = false;
  try {
    const requests = Array.from({ length: MOST }, (_, index) => index + 1);
    const killed = await inParallel(requests, AT_A_TIME, async (count) => {
      if (isOver) return false;
      const wasKilled = await Bed.use(cluster, async (bed) => killAfter(bed, count));
      isOver ||= !wasKilled;
      return wasKilled;
    });
    demand(isOver, `a run made ${MOST} requests`);
    const figure = `${killed.filter(Boolean).length} kills: 0 steps twice, 0 lines lost or doubled, 0 wrong verdicts, 0 objects left`;
    return [{ what: WHAT, figure, mustShow: 'each side effect exactly once, verdict right, every log line once' }];
  } finally {
    await cluster.stop();
  }
}

/** Kills the runner when so many of its requests have been answered, and lets another go on. False where it did not make so many. */
async function killAfter(bed: Bed, requests: number): Promise<boolean> {
  const run = runIdFrom(randomBytes(10));
  const started: Podline[] = [];
  let wasKilled = false;
  const onAnswered = (count: number) => {
    if (count !== requests) return;
    wasKilled = true;
    for (const podline of started) podline.signal('SIGKILL');
  };
  await bed.write('workflow.yaml', diamond({ seconds: 0.2, hasSecret: true }));
  const command = ['run', 'workflow.yaml', '--run', run, ...FLAGS];
  await throughProxy(bed, { onAnswered }, async (_, kubeconfig) => {
    started.push(await bed.bare([...command, '--kubeconfig', kubeconfig, '--namespace', bed.namespace]));
    for (const podline of started) await podline.end();
  });
  if (!wasKilled) return false;
  const again = await (await bed.podline(command)).end();
  demand(again.status === 0, `after request ${requests}: ${again.stdout}${again.stderr}`);
  await demandOnce(bed, run);
  await demandNothingLeft(bed, `killed after request ${requests}`);
  return true;
}
