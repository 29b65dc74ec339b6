import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Bed } from '../test/scenarios/bed.js';
import { ROOT } from '../test/scenarios/podline.js';
import type { ClusterBenchOptions, Measured } from './benchmark.js';
import { runProgram } from './program.js';

const CHILD = fileURLToPath(new URL('many-runs-child.ts', import.meta.url));
const TSX = ['--import', createRequire(join(ROOT, 'package.json')).resolve('tsx')];
const RUNS = { embedded: { full: 50, smoke: 2 }, cluster: { full: 10, smoke: 2 } };
/** The watch, the Lease or another request, the log of the step that runs, and what is held for it. */
const SOCKETS_A_RUN = 8;

const SECONDS = 'many runs of 5 steps in one process (50, on a cluster 10): all have passed after';
const MEMORY = 'many runs of 5 steps in one process: most resident memory';
const SOCKETS = 'many runs of 5 steps in one process: most sockets';
export const ROWS = [SECONDS, MEMORY, SOCKETS];

/** What a program needs that runs many pipelines at a time. */
export async function measure({ scale, place }: ClusterBenchOptions): Promise<readonly Measured[]> {
  const count = RUNS[place.name][scale];
  const runs = async (number: number) =>
    Bed.use(place, async ({ folder, kubeconfig, namespace }) =>
      runProgram([...TSX, CHILD, kubeconfig, namespace, String(number)], { cwd: folder }),
    );
  const [one, many] = [await runs(1), await runs(count)];
  const detail = `${count} runs`;
  return [
    {
      what: SECONDS,
      figure: many.seconds,
      unit: 's',
      detail,
      baseline: { what: 'one run', figure: one.seconds },
      must: { of: 'ratio', most: count },
    },
    {
      what: MEMORY,
      figure: many.memoryMiB,
      unit: 'MiB',
      detail,
      baseline: { what: 'one run', figure: one.memoryMiB },
      must: { of: 'figure', most: 400 },
    },
    {
      what: SOCKETS,
      figure: many.sockets,
      unit: 'sockets',
      detail,
      baseline: { what: 'one run', figure: one.sockets },
      must: { of: 'figure', most: SOCKETS_A_RUN * count },
    },
  ];
}
