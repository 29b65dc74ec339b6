import { setTimeout as sleep } from 'node:timers/promises';
import { isPod, type Pod } from '../../src/contract/objects.js';
import type { Bed } from '../../test/scenarios/bed.js';
import { demand } from '../proof.js';

/** Pods that are held in one run. */
export const HELD = 20;
const FLAGS = ['--ahead', String(HELD), '--max-pods', String(HELD + 5), '--output', 'json'];
const POLL_MS = 200;

/** A step that fails after a while, and many that wait for it. What ran leaves a file, whoever was there to read its log. */
function workflow(seconds: number): string {
  const names = Array.from({ length: HELD }, (_, index) => `never-${index}`);
  const held = names.map((name) => [name, { commands: [`touch ${name}`], depends_on: ['fails'] }] as const);
  const steps = {
    fails: { commands: [`sleep ${seconds}`, 'exit 1'], depends_on: [] },
    ...Object.fromEntries(held),
    look: { commands: ['ls', 'echo looked'], depends_on: names, when: [{ status: ['failure'] }] },
  };
  const withImage = Object.entries(steps).map(([name, step]) => [name, { image: 'alpine', ...step }]);
  return JSON.stringify({ skip_clone: true, steps: Object.fromEntries(withImage) });
}

/** A step fails while all that depend on it are held: none of them may run. */
export async function failBeforeHeld(bed: Bed, seconds: number): Promise<void> {
  const podline = await bed.start(workflow(seconds), ...FLAGS);
  await untilHeld(bed);
  const run = await podline.end();
  const skipped = Object.entries(run.states).filter(([step, state]) => step.startsWith('never-') && state === 'skipped');
  demand(run.result('fails').state === 'failed' && skipped.length === HELD, `steps ended as ${JSON.stringify(run.states)}`);
  demand(run.log('look').join() === 'looked', `held steps have run: ${run.log('look')}`);
}

/** The runner dies while steps are held: none of them may run, whatever becomes of the step that they wait for. */
export async function killRunnerOfHeld(bed: Bed, seconds: number): Promise<void> {
  const podline = await bed.start(workflow(seconds), ...FLAGS);
  await untilHeld(bed);
  podline.signal('SIGKILL');
  await podline.end();
  while ((await pods(bed)).some((pod) => !isHeld(pod) && pod.status?.containerStatuses?.[0]?.state?.running)) await sleep(POLL_MS);
  // a held step that runs has ended by now
  await sleep(1000);
  const held = (await pods(bed)).filter((pod) => isHeld(pod) && isRunning(pod));
  demand(held.length === HELD, `of ${HELD} held pods ${held.length} still wait`);
  const gc = await (await bed.podline(['gc', '--all', '--stop-timeout', '1'])).end();
  demand(gc.stdout.includes('nothing left'), gc.stdout + gc.stderr);
}

async function untilHeld(bed: Bed): Promise<void> {
  while ((await pods(bed)).filter((pod) => isHeld(pod) && isRunning(pod)).length < HELD) await sleep(POLL_MS);
}

async function pods(bed: Bed): Promise<readonly Pod[]> {
  return (await bed.cluster.list('Pod')).filter(isPod);
}

function isHeld({ spec }: Pod): boolean {
  return spec.containers.some(({ stdin }) => stdin === true);
}

function isRunning({ status }: Pod): boolean {
  return status?.containerStatuses?.every(({ state }) => state?.running) ?? false;
}
