import { setTimeout as sleep } from 'node:timers/promises';
import type { Bed as NamespaceBed } from '../test/scenarios/bed.js';
import { type ClusterProofOptions, demand, type Figures } from './proof.js';

const TRIALS = { ci: 5, full: 50 };
const GRACE_SECONDS = 2;
const BOUND_SECONDS = GRACE_SECONDS + 5;
const POLL_MS = 50;

const DEAF = JSON.stringify({
  skip_clone: true,
  steps: { deaf: { image: 'alpine', commands: ["trap '' TERM", 'echo it is deaf now', 'while true; do sleep 1; done'] } },
});

/** A cancelled run is gone in bounded time, whatever its step makes of signals. */
export async function prove({ scale, bed }: ClusterProofOptions): Promise<Figures> {
  const times = await bed.inNamespace(async (namespace) => {
    const measured: number[] = [];
    for (let trial = 0; trial < TRIALS[scale]; trial++) measured.push(await cancel(namespace));
    return measured;
  });
  const most = Math.max(...times);
  demand(most <= BOUND_SECONDS, `a pod was there for ${most.toFixed(1)} s after the signal`);
  return [
    {
      what: 'cancel with a step that ignores SIGTERM (--stop-timeout 2)',
      figure: `${times.length} runs, last pod gone after ${most.toFixed(1)} s at most`,
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
