import type { Bed } from './bed.js';
import { type ClusterProofOptions, demand, type Figures } from './proof.js';
import { demandOnce, diamond } from './resume/trial.js';

const MUST_SHOW = 'one line says what happened, one when it was over; each step once, every log line once; nothing left';
const SERVER = 'API server killed and 2 min down, while steps run';
const KUBELET = "the node's kubelet stopped and started, while steps run";
export const ROWS = [SERVER, KUBELET];

interface Absence {
  readonly what: string;
  readonly downMs: number;
  readonly begin: (downMs: number) => Promise<void>;
  /** What is to be said, of its begin and of its end. */
  readonly told: readonly [string, string];
}

/** A run outlives what it needs being away for long, and says so. */
export async function prove({ scale, bed }: ClusterProofOptions): Promise<Figures> {
  const server: Absence = {
    what: SERVER,
    downMs: 120_000,
    begin: async (ms) => bed.killApi(ms),
    told: ['the cluster does not answer', 'the cluster answers again'],
  };
  const kubelet: Absence = {
    what: KUBELET,
    downMs: scale === 'ci' ? 10_000 : 30_000,
    begin: async (ms) => bed.stopKubelet(ms),
    told: ['logs cannot be read at the moment', 'logs can be read again'],
  };
  const absences = scale === 'ci' ? [kubelet] : [server, kubelet];
  const figures = [];
  for (const absence of absences) figures.push(await outlive(absence, bed));
  return figures;
}

async function outlive({ what, downMs, begin, told }: Absence, bed: Bed) {
  return bed.inNamespace(async (namespace) => {
    const podline = await namespace.start(diamond({ seconds: 2 }), '--output', 'json');
    await podline.until('"text":"left-1"');
    await begin(downMs);
    const run = await podline.end();
    demand(run.status === 0, `${what}: ${run.stdout}${run.stderr}`);
    for (const words of told) {
      const times = run.events.filter((event) => event.type === 'notice' && event.message.startsWith(words)).length;
      demand(times === 1, `${what}: "${words}" was said ${times} times: ${run.stdout}`);
    }
    await demandOnce(namespace, run.report.run);
    await bed.eventually(async () => {
      const left = await namespace.left();
      demand(left.length === 0, `${what}: there is left ${left.join(', ')}`);
    });
    const figure = `away for ${downMs / 1000} s: run passed, told once, 0 steps twice, 0 lines lost or doubled, 0 objects left`;
    return { what, figure, mustShow: MUST_SHOW };
  });
}
