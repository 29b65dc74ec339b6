import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Bed } from '../test/scenarios/bed.js';
import { startEmbedded } from '../test/scenarios/embedded-test-cluster.js';
import { ROOT } from '../test/scenarios/podline.js';
import type { Usage } from './leaks/child.js';
import { demand, type Figures, type ProofOptions } from './proof.js';

const execute = promisify(execFile);
const CHILD = fileURLToPath(new URL('leaks/child.ts', import.meta.url));
const TSX = createRequire(join(ROOT, 'package.json')).resolve('tsx');
const RUNS = { ci: 50, full: 500 };
/** Until all code is loaded and compiled, and all buffers have their size. */
const WARM_RUNS = 50;
const MOST_MIB = 20;

const WHAT = 'runs one after the other in one process, embedded cluster';
export const ROWS = [WHAT];

/** A program that runs pipelines all day does not grow. */
export async function prove({ scale }: ProofOptions): Promise<Figures> {
  const cluster = await startEmbedded();
  try {
    const { stdout } = await Bed.use(cluster, async ({ kubeconfig, namespace, folder }) =>
      execute(process.execPath, ['--expose-gc', '--import', TSX, CHILD, kubeconfig, namespace, String(WARM_RUNS), String(RUNS[scale])], {
        cwd: folder,
      }),
    );
    const { before, after }: { readonly before: Usage; readonly after: Usage } = JSON.parse(stdout);
    const grown = after.memoryMiB - before.memoryMiB;
    demand(grown < MOST_MIB, `resident memory grew by ${grown.toFixed(1)} MiB`);
    demand(after.sockets <= before.sockets, `${before.sockets} sockets became ${after.sockets}`);
    const figure = `${RUNS[scale]} runs: resident memory ${before.memoryMiB.toFixed(0)} MiB, then ${after.memoryMiB.toFixed(0)} MiB; ${after.sockets} sockets`;
    return [{ what: WHAT, figure, mustShow: `memory grows by less than ${MOST_MIB} MB, sockets constant` }];
  } finally {
    await cluster.stop();
  }
}
