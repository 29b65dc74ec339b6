import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeEvent } from '../src/contract/objects.js';
import { Bed } from '../test/scenarios/bed.js';
import type { ClusterBenchOptions, Measured } from './benchmark.js';
import { workflowOf } from './runs.js';

const POLL_MS = 20;

const WHAT = "an image that does not exist: error with its cause, after the node's event";
export const ROWS = [WHAT];

/** Whoever waits for nothing is told so. */
export async function measure({ place }: ClusterBenchOptions): Promise<readonly Measured[]> {
  const seconds = await Bed.use(place, async (bed) => {
    const podline = await bed.start(workflowOf({ absent: { image: 'alpine:absent', commands: ['echo never'] } }), '--output', 'json');
    const told = await eventAt(bed);
    const output = await podline.end();
    const { reason, message = '' } = output.result('absent');
    if (reason !== 'ImagePull' || !message.includes('not found')) throw new Error(`the step ended with ${reason}: ${message}`);
    const finished = output.events.find(({ type }) => type === 'step-finished');
    return ((finished?.at === undefined ? Number.NaN : Number(finished.at)) - told) / 1000;
  });
  return [{ what: WHAT, figure: seconds, unit: 's', must: { of: 'figure', most: 3 } }];
}

/** When the cluster had the event of the failed pull. */
async function eventAt({ cluster }: Bed): Promise<number> {
  for (;;) {
    const events: readonly KubeEvent[] = (await cluster.list('Event')) as readonly KubeEvent[];
    if (events.some(({ reason, message }) => reason === 'Failed' && message?.includes('not found'))) return Date.now();
    await sleep(POLL_MS);
  }
}
