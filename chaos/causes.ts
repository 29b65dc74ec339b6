import { setTimeout as sleep } from 'node:timers/promises';
import type { Bed as NamespaceBed } from '../test/scenarios/bed.js';
import type { Bed } from './bed.js';
import { makeImages } from './causes/images.js';
import { CAUSES, type Cause } from './causes/list.js';
import { inParallel } from './parallel.js';
import { type ClusterProofOptions, demand, demandWithin, type Figures, type Scale } from './proof.js';

const AT_A_TIME = 2;
const POLL_MS = 50;
/** Until it is taken for granted that the cause is never told. */
const LONGEST_MS = 30_000;

const WHAT = `what keeps a pod from running: ${CAUSES.map(({ what }) => what).join(', ')}`;
export const ROWS = [WHAT];

/** Whatever keeps a pod from running is named, in one line and soon. */
export async function prove({ scale, bed }: ClusterProofOptions): Promise<Figures> {
  await makeImages(bed);
  const times = await inParallel(CAUSES, AT_A_TIME, async (cause) => tryOne(cause, { scale, bed }));
  return [
    {
      what: WHAT,
      figure: `${times.length} of ${CAUSES.length} named in one line, ${Math.max(...times).toFixed(1)} s after the run began on the cluster at most`,
      mustShow: 'each cause in one line, within 5 s (pull: 10 s)',
    },
  ];
}

async function tryOne(cause: Cause, { scale, bed }: { readonly scale: Scale; readonly bed: Bed }): Promise<number> {
  const { what, needs = [], withinSeconds } = cause;
  return bed.inNamespace(async (namespace) => {
    const file = await namespace.write('needed.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: needs }));
    const onNeeds = async (...args: readonly string[]) =>
      needs.length > 0 && bed.kubectl(...args, '--filename', file, '--namespace', namespace.namespace);
    await onNeeds('create');
    try {
      return await demandWithin({ scale, seconds: withinSeconds, what }, async () => secondsUntilTold(cause, namespace));
    } finally {
      // not all of it is in the namespace
      await onNeeds('delete', '--ignore-not-found', '--wait=false');
    }
  });
}

/** Seconds from the beginning of the run on the cluster until the cause stands in the output. */
async function secondsUntilTold({ what, step, flags = [], says }: Cause, namespace: NamespaceBed): Promise<number> {
  const workflow = { skip_clone: true, steps: { work: { commands: ['echo never'], ...step } } };
  const podline = await namespace.start(JSON.stringify(workflow), '--stop-timeout', '1', ...flags);
  const settled = new AbortController();
  const telling = Promise.race([podline.until(says).then(Date.now, () => undefined), sleep(LONGEST_MS, undefined)]);
  const [told, begun] = await Promise.all([telling.finally(() => settled.abort()), beginning(namespace, settled.signal)]);
  podline.signal('SIGINT');
  const { stdout, stderr } = await podline.end();
  demand(told !== undefined, `${what}: no line is like ${says}:\n${stdout}${stderr}`);
  return (told - begun) / 1000;
}

/** When the run's Lease was there: the last object before the first pod, which a quota may refuse. */
async function beginning({ cluster }: NamespaceBed, signal: AbortSignal): Promise<number> {
  while (!signal.aborted && (await cluster.list('Lease')).length === 0) await sleep(POLL_MS);
  return Date.now();
}
