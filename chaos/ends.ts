import { setTimeout as sleep } from 'node:timers/promises';
import { RUN_LABEL } from '../src/contract/annotations.js';
import type { Bed as NamespaceBed } from '../test/scenarios/bed.js';
import type { Bed } from './bed.js';
import { endLocally } from './ends/local.js';
import { CLUSTER_ENDS, ENDS, type End, endingWorkflow, statusesOf } from './ends/workflow.js';
import { inParallel } from './parallel.js';
import { type ClusterProofOptions, demand, type Figures } from './proof.js';
import { Random } from './random.js';

const RUNS = { ci: 10, full: 100 };
/** Runs on the embedded cluster, of each kind of end. */
const LOCAL_RUNS = { ci: 1, full: 5 };
const LINES = 5;
const LONGEST_MS = 8_000;
const VOLUMES_MS = 30_000;

const ON_CLUSTER = 'runs ended at random: success, failure, cancel, signal, SIGKILL + gc';
const LOCAL = 'the same with --local; after SIGKILL, the next start cleans up';
export const ROWS = [ON_CLUSTER, LOCAL];

/** Whatever ends a run, nothing of it is left; after SIGKILL, nothing that `gc` does not remove. */
export async function prove({ scale, seed, bed }: ClusterProofOptions): Promise<Figures> {
  const random = new Random(seed);
  const ends = Array.from({ length: RUNS[scale] }, (_, index) => ({
    end: CLUSTER_ENDS[index % CLUSTER_ENDS.length] ?? 'success',
    afterMs: random.integer(0, LONGEST_MS),
  }));
  const { interrupted, objects } = await endOnCluster(bed, ends);
  const local = ENDS.flatMap((end) => Array.from({ length: LOCAL_RUNS[scale] }, () => ({ end, afterMs: random.integer(0, 3_000) })));
  await endLocally(local);
  return [
    {
      what: ON_CLUSTER,
      figure: `${ends.length} runs, ${interrupted} of them ended while they had objects, ${objects} in all: 0 objects of any kind left`,
      mustShow: '0 objects left of any kind',
    },
    {
      what: LOCAL,
      figure: `${local.length} runs: 0 processes and 0 files left`,
      mustShow: 'no process and no folder left',
    },
  ];
}

interface Ending {
  readonly end: End;
  /** When the signal comes, from the start of the program. */
  readonly afterMs: number;
}

/** What was there when runs were told to end. */
interface Interrupted {
  readonly interrupted: number;
  readonly objects: number;
}

/** Some runs at a time, each line of them in a namespace of its own, where nothing else may be left. */
async function endOnCluster(bed: Bed, endings: readonly Ending[]): Promise<Interrupted> {
  const lines = Array.from({ length: LINES }, (_, line) => endings.filter((_ending, index) => index % LINES === line));
  const there = await inParallel(lines, LINES, async (line) => bed.inNamespace(async (namespace) => endLine(line, { bed, namespace })));
  const counts = there.flat();
  return { interrupted: counts.filter((count) => count > 0).length, objects: counts.reduce((sum, count) => sum + count, 0) };
}

interface Place {
  readonly bed: Bed;
  readonly namespace: NamespaceBed;
}

/** How many objects each run had when it was told to end. */
async function endLine(line: readonly Ending[], { bed, namespace }: Place): Promise<readonly number[]> {
  const before = await bed.objectsIn(namespace.namespace);
  const there: number[] = [];
  for (const ending of line) {
    there.push(await endOne(ending, namespace));
    const left = (await bed.objectsIn(namespace.namespace)).filter((name) => !before.includes(name));
    demand(left.length === 0, `a run, ended by ${ending.end} after ${ending.afterMs} ms, left ${left.join(', ')}`);
  }
  await volumesGone(bed, namespace.namespace);
  return there;
}

/** How many objects the run had when it was told to end. */
async function endOne({ end, afterMs }: Ending, namespace: NamespaceBed): Promise<number> {
  const podline = await namespace.start(endingWorkflow(end), '--secret', 'token=a-secret-of-the-run', '--stop-timeout', '1');
  let there = 0;
  if (end !== 'success' && end !== 'failure') {
    await sleep(afterMs);
    there = (await namespace.left()).length;
    if (end === 'cancel') await cancelRun(namespace);
    else podline.signal(end);
  }
  const { status, stdout, stderr } = await podline.end();
  demand(statusesOf(end).includes(status), `a run ended by ${end} after ${afterMs} ms ended with ${status}:\n${stdout}${stderr}`);
  if (end === 'SIGKILL') await (await namespace.podline(['gc', '--all', '--stop-timeout', '1'])).end();
  return there;
}

/** Cancels the run from another process, if it has begun and not ended. */
async function cancelRun(namespace: NamespaceBed): Promise<void> {
  const [lease] = await namespace.cluster.list('Lease');
  const run = lease?.metadata.labels?.[RUN_LABEL];
  if (run !== undefined) await (await namespace.podline(['cancel', run, '--stop-timeout', '1'])).end();
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
