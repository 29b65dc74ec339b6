import { setTimeout as sleep } from 'node:timers/promises';
import type { Bed as NamespaceBed } from '../test/scenarios/bed.js';
import type { Bed } from './bed.js';
import { makeImages } from './causes/images.js';
import { CAUSES, type Cause, TAINTED_NODE } from './causes/list.js';
import { inParallel } from './parallel.js';
import { type ClusterProofOptions, demand, type Figures } from './proof.js';

const AT_A_TIME = 2;
const POLL_MS = 50;
/** Until it is taken for granted that the cause is never told. */
const LONGEST_MS = 30_000;

/** Whatever keeps a pod from running is named, in one line and soon. */
export async function prove({ bed }: ClusterProofOptions): Promise<Figures> {
  await makeImages(bed);
  try {
    const times = await inParallel(CAUSES, AT_A_TIME, async (cause) =>
      bed.inNamespace(async (namespace) => tryOne(cause, { bed, namespace })),
    );
    return [
      {
        what: `what keeps a pod from running: ${CAUSES.map(({ what }) => what).join(', ')}`,
        figure: `${times.length} of ${CAUSES.length} named in one line, ${Math.max(...times).toFixed(1)} s after the pod was created at most`,
        mustShow: 'each cause in one line, within 5 s (pull: 10 s)',
      },
    ];
  } finally {
    await bed.kubectl('delete', 'node', TAINTED_NODE, '--ignore-not-found');
  }
}

interface Place {
  readonly bed: Bed;
  readonly namespace: NamespaceBed;
}

/** Seconds from the creation of the pod until its cause stands in the output. */
async function tryOne({ what, step, flags = [], needs = [], says, withinSeconds }: Cause, { bed, namespace }: Place): Promise<number> {
  for (const object of needs) {
    const file = await namespace.write('needed.json', JSON.stringify(object));
    await bed.kubectl('create', '--filename', file, '--namespace', namespace.namespace);
  }
  const workflow = { skip_clone: true, steps: { work: { commands: ['echo never'], ...step } } };
  const podline = await namespace.start(JSON.stringify(workflow), '--stop-timeout', '1', ...flags);
  const [created, told] = await Promise.all([
    beginning(namespace),
    Promise.race([podline.until(says).then(Date.now, () => undefined), sleep(LONGEST_MS, undefined)]),
  ]);
  podline.signal('SIGINT');
  const { stdout, stderr } = await podline.end();
  demand(told !== undefined, `${what}: no line is like ${says}:\n${stdout}${stderr}`);
  const seconds = (told - created) / 1000;
  demand(seconds <= withinSeconds, `${what}: told only after ${seconds.toFixed(1)} s`);
  return seconds;
}

/** When the run's Lease was there: the last object before the first pod, which a quota may refuse. */
async function beginning({ cluster }: NamespaceBed): Promise<number> {
  while ((await cluster.list('Lease')).length === 0) await sleep(POLL_MS);
  return Date.now();
}
