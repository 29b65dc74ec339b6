import { setTimeout as sleep } from 'node:timers/promises';
import type { Bed as NamespaceBed } from '../test/scenarios/bed.js';
import type { Bed } from './bed.js';
import { endLocally } from './ends/local.js';
import { ENDS, type End, endingWorkflow } from './ends/workflow.js';
import { inParallel } from './parallel.js';
import { type ClusterProofOptions, demand, type Figures } from './proof.js';
import { Random } from './random.js';

const RUNS = { ci: 10, full: 100 };
/** Runs on the embedded cluster, of each kind of end. */
const LOCAL_RUNS = { ci: 1, full: 5 };
const LINES = 5;
const LONGEST_MS = 8_000;
const VOLUMES_MS = 30_000;

/** Whatever ends a run, nothing of it is left; after SIGKILL, nothing that `gc` does not remove. */
export async function prove({ scale, seed, bed }: ClusterProofOptions): Promise<Figures> {
  const random = new Random(seed);
  const ends = Array.from({ length: RUNS[scale] }, () => ({ end: random.pick(ENDS), afterMs: random.integer(0, LONGEST_MS) }));
  await endOnCluster(bed, ends);
  const local = ENDS.flatMap((end) => Array.from({ length: LOCAL_RUNS[scale] }, () => ({ end, afterMs: random.integer(0, 3_000) })));
  await endLocally(local);
  return [
    {
      what: 'runs ended at random: success, failure, cancel by signal, SIGKILL + gc',
      figure: `${ends.length} runs: 0 objects of any kind left`,
      mustShow: '0 objects left of any kind',
    },
    {
      what: 'the same with --local; after SIGKILL, the next start cleans up',
      figure: `${local.length} runs: 0 processes and 0 files left`,
      mustShow: 'no process and no folder left',
    },
  ];
}

export interface Ending {
  readonly end: End;
  /** When the signal comes, from the start of the program. */
  readonly afterMs: number;
}

/** Some runs at a time, each line of them in a namespace of its own, where nothing else may be left. */
async function endOnCluster(bed: Bed, endings: readonly Ending[]): Promise<void> {
  const lines = Array.from({ length: LINES }, (_, line) => endings.filter((_ending, index) => index % LINES === line));
  await inParallel(lines, LINES, async (line) =>
    bed.inNamespace(async (namespace) => {
      const before = await bed.objectsIn(namespace.namespace);
      for (const ending of line) {
        await endOne(namespace, ending);
        const left = (await bed.objectsIn(namespace.namespace)).filter((name) => !before.includes(name));
        demand(left.length === 0, `a run, ended by ${ending.end} after ${ending.afterMs} ms, left ${left.join(', ')}`);
      }
      await volumesGone(bed, namespace.namespace);
    }),
  );
}

async function endOne(namespace: NamespaceBed, { end, afterMs }: Ending): Promise<void> {
  const podline = await namespace.start(endingWorkflow(end), '--secret', 'token=a-secret-of-the-run', '--stop-timeout', '1');
  if (end.startsWith('SIG')) {
    await sleep(afterMs);
    podline.signal(end as NodeJS.Signals);
  }
  await podline.end();
  if (end === 'SIGKILL') await (await namespace.podline(['gc', '--all', '--stop-timeout', '1'])).end();
}

/** The cluster removes volumes when it comes to it. */
async function volumesGone(bed: Bed, namespace: string): Promise<void> {
  const deadline = Date.now() + VOLUMES_MS;
  for (;;) {
    const left = await bed.outside(namespace);
    if (left.length === 0) return;
    demand(Date.now() < deadline, `left outside of the namespace: ${left.join(', ')}`);
    await sleep(500);
  }
}
