import { Bed as NamespaceBed } from '../test/scenarios/bed.js';
import type { Bed } from './bed.js';
import { type ClusterProofOptions, demand, type Figures } from './proof.js';
import { demandOnce, diamond } from './resume/trial.js';

const ROUNDS = { ci: 1, full: 10 };
const DOWN_MS = { ci: 6_000, full: 30_000 };
/** What a run has printed when it is there. */
const MOMENTS = {
  'it creates pods': '"type":"step-started"',
  'its steps run': '"text":"left-1"',
  'it is torn down': '"result":{"step":"look"',
};

/** While steps run it is killed in the proof of complete logs, too. */
const LEFT_OUT = { ci: ['its steps run'], full: [] as string[] };

const WHAT = 'API server killed and 30 s down: during creation, while steps run, during tear-down';
export const ROWS = [WHAT];

/** A run waits for an API server that is away, and says so. */
export async function prove({ scale, bed }: ClusterProofOptions): Promise<Figures> {
  const moments = Object.entries(MOMENTS).filter(([moment]) => !LEFT_OUT[scale].includes(moment));
  const kills = Array.from({ length: ROUNDS[scale] }).flatMap(() => moments);
  // a new namespace is made ready by a controller, which takes minutes after some absences
  const trials = await Promise.all(kills.map(async ([moment, text]) => ({ moment, text, namespace: await NamespaceBed.make(bed) })));
  try {
    for (const { moment, text, namespace } of trials) {
      await bed.untilReady(namespace.namespace);
      await killWhen({ moment, text, downMs: DOWN_MS[scale] }, { bed, namespace });
    }
  } finally {
    await Promise.all(trials.map(async ({ namespace }) => namespace.remove()));
  }
  const figure = `${trials.length} absences: 0 steps twice, 0 lines lost or doubled, 0 wrong verdicts, 0 objects left`;
  return [{ what: WHAT, figure, mustShow: 'each side effect exactly once, verdict right, every log line once; nothing left' }];
}

interface Place {
  readonly bed: Bed;
  readonly namespace: NamespaceBed;
}

interface Kill {
  readonly moment: string;
  readonly text: string;
  readonly downMs: number;
}

async function killWhen({ moment, text, downMs }: Kill, { bed, namespace }: Place): Promise<void> {
  const podline = await namespace.start(diamond({ seconds: 1 }), '--output', 'json');
  await podline.until(text);
  await bed.killApi(downMs);
  const run = await podline.end();
  demand(run.status === 0, `the API server was away when ${moment}: ${run.stdout}${run.stderr}`);
  const isTold = ['does not answer', 'answers again'].every((words) => run.stdout.includes(words));
  demand(isTold || moment === 'it is torn down', `nothing was said of an API server that was away when ${moment}: ${run.stdout}`);
  await demandOnce(namespace, run.report.run);
  const told = run.report.leftovers;
  const untold = (await bed.eventually(async () => namespace.left())).filter((name) => !told.includes(name));
  demand(untold.length === 0, `the API server was away when ${moment}, there is left, and nothing said of it: ${untold.join(', ')}`);
  // the cluster's own collector was away, too
  await bed.eventually(async () => {
    const left = await namespace.left();
    if (left.length > 0) throw new Error(`the API server was away when ${moment}, there is left: ${left.join(', ')}`);
  });
}
