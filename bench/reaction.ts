import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Bed } from '../test/scenarios/bed.js';
import type { ClusterBenchOptions, Measured } from './benchmark.js';
import { throughProxy } from './proxy.js';
import { ReactionTimes } from './reaction-times.js';
import { timedRun, workflowOf } from './runs.js';
import { percentile } from './statistics.js';

const WATCHER = fileURLToPath(new URL('bare-watcher.ts', import.meta.url));
const STEPS = { full: 100, smoke: 3 };
/** The steps end one after the other in this time. */
const SPREAD_SECONDS = { full: 10, smoke: 1 };

const WHAT = "100 parallel steps: watch event of a step's end to the next request for its successor, p99";
export const ROWS = [WHAT];

/** What happens on the cluster is answered at once, also where much happens. */
export async function measure({ scale, place }: ClusterBenchOptions): Promise<readonly Measured[]> {
  const count = STEPS[scale];
  // with an entrypoint: their end is what the watch tells, as of a plugin
  const process = (seconds: number) => ({ entrypoint: ['/bin/sh', '-c', `sleep ${seconds.toFixed(2)}`] });
  const steps = Array.from({ length: count }, (_, index) => [
    [`first-${index}`, { ...process(1 + (index / count) * SPREAD_SECONDS[scale]), depends_on: [] }],
    [`second-${index}`, { ...process(0), depends_on: [`first-${index}`] }],
  ]);
  const [times, bare] = [new ReactionTimes(), new ReactionTimes()];
  await Bed.use(place, async (bed) =>
    throughProxy(bed, { onPassing: (passing) => bare.note(passing) }, async (proxy, watcherConfig) => {
      const watcher = await startBareWatcher({ server: proxy.url, namespace: bed.namespace, kubeconfig: watcherConfig });
      try {
        return await throughProxy(bed, { onPassing: (passing) => times.note(passing) }, async (_, kubeconfig) =>
          timedRun(bed, workflowOf(Object.fromEntries(steps.flat())), { flags: ['--max-pods', '100'], kubeconfig }),
        );
      } finally {
        watcher.kill();
      }
    }),
  );
  const [seen, least] = [times.reactions, bare.reactions];
  if (seen.length !== count) throw new Error(`${seen.length} of ${count} ends were answered`);
  if (least.length !== count) throw new Error(`${least.length} of ${count} ends were answered by the bare watcher`);
  return [
    {
      what: WHAT,
      figure: percentile(seen, 99),
      unit: 'ms',
      detail: `p50 ${percentile(seen, 50).toFixed(1)} ms, most ${Math.max(...seen).toFixed(1)} ms`,
      baseline: {
        what: `a bare watch that sends one request an event, at the same time (p50 ${percentile(least, 50).toFixed(1)} ms)`,
        figure: percentile(least, 99),
      },
      // where 100 pods take the processors of the machine, the bare watch does not come near 20 ms either
      must: place.name === 'embedded' ? { of: 'figure', most: 20 } : { of: 'ratio', most: 5 },
    },
  ];
}

interface Watched {
  readonly server: string;
  readonly namespace: string;
  readonly kubeconfig: string;
}

/** Resolves when it watches. */
async function startBareWatcher({ server, namespace, kubeconfig }: Watched): Promise<ChildProcess> {
  const { users } = JSON.parse(await readFile(kubeconfig, 'utf8'));
  const token: string | undefined = users[0].user.token;
  const args = ['--import', 'tsx', WATCHER, server, namespace, ...(token ? [token] : [])];
  const watcher = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(watcher.stdout, 'data');
  return watcher;
}
