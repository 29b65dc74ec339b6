import { setTimeout as sleep } from 'node:timers/promises';
import type { Bed as NamespaceBed } from '../test/scenarios/bed.js';
import { type ClusterProofOptions, demand, demandWithin, type Figures } from './proof.js';

const TRIALS = { ci: 5, full: 50 };
const GRACE_SECONDS = 2;
const BOUND_SECONDS = GRACE_SECONDS + 5;
const POLL_MS = 50;

const DEAF = JSON.stringify({
  skip_clone: true,
  steps: { deaf: { image: 'alpine', commands: ["trap '' TERM", 'echo it is deaf now', 'while true; do sleep 1; done'] } },
});

const WHAT = 'cancel with a step that ignores SIGTERM (--stop-timeout 2)';
export const ROWS = [WHAT];

/** A cancelled run is gone in bounded time, whatever its step makes of signals. */
export async function prove({ scale, bed }: ClusterProofOptions): Promise<Figures> {
  const times = await bed.inNamespace(async (namespace) => {
    const measured: number[] = [];
    const bound = { scale, seconds: BOUND_SECONDS, what: 'until no pod was left after the signal' };
    for (let trial = 0; trial < TRIALS[scale]; trial++) measured.push(await demandWithin(bound, async () => cancel(namespace)));
    return measured;
  });
  return [
    {
      what: WHAT,
      figure: `${times.length} runs, last pod gone after ${Math.min(...times).toFixed(1)} to ${Math.max(...times).toFixed(1)} s`,
      mustShow: `no pod after grace + 5 s = ${BOUND_SECONDS} s`,
    },
  ];
}

/** Seconds from the signal until no pod is left. */
async function cancel(namespace: NamespaceBed): Promise<number> {
  const podline = await namespace.start(DEAF, '--output', 'json', '--stop-timeout', String(GRACE_SECONDS));
  await podline.until('"text":"it is deaf now"');
  const since = Date.now();
  podline.signal('SIGINT');
  while ((await namespace.cluster.list('Pod')).length > 0) await sleep(POLL_MS);
  const seconds = (Date.now() - since) / 1000;
  const { status, stderr } = await podline.end();
  demand(status === 130, `a run that was interrupted ended with ${status}: ${stderr}`);
  return seconds;
}
