import { failBeforeHeld, HELD, killRunnerOfHeld } from './held/trial.js';
import type { ClusterProofOptions, Figures } from './proof.js';

/** Until all that are held wait at their gates. */
const SECONDS = 20;

const FAILED = 'steps whose pods are held when their dependency fails, real cluster';
const KILLED = 'steps whose pods are held when the runner is killed, real cluster';
export const ROWS = [FAILED, KILLED];

/** The command of a held step never runs before its dependencies have ended well. */
export async function prove({ bed }: ClusterProofOptions): Promise<Figures> {
  await bed.inNamespace(async (namespace) => failBeforeHeld(namespace, SECONDS));
  await bed.inNamespace(async (namespace) => killRunnerOfHeld(namespace, SECONDS));
  const figure = `${HELD} held, 0 ran`;
  return [FAILED, KILLED].map((what) => ({ what, figure, mustShow: '0 ran' }));
}
