import { expect, vi } from 'vitest';
import { SLOW_PATIENCE } from '../patience.js';
import type { Bed } from './bed.js';
import { startEndlessRun } from './endless-run.js';
import { scenario } from './scenario.js';

scenario('gc removes a run that nobody has looked after for an hour, and no other', async (bed) => {
  const abandoned = await killedRun(bed);
  const recent = await killedRun(bed);
  const running = await startEndlessRun(bed);
  await silence(bed, abandoned, 61 * 60);

  const gc = await (await bed.podline(['gc', '--stop-timeout', '1'])).end();
  const left = await bed.left();
  running.podline.signal('SIGINT');
  const ended = await running.podline.end();
  await (await bed.podline(['down', recent, '--stop-timeout', '1'])).end();

  expect(gc.stdout).toMatch(new RegExp(`^run ${abandoned} \\(silent for 1h 01m\\) removed: nothing left on the cluster$`, 'm'));
  expect(gc.stdout).toMatch(new RegExp(`^run ${recent} \\(.+\\) stays$`, 'm'));
  expect(gc.stdout).toContain(`run ${running.run} (running) stays\n`);
  expect(gc.stdout.match(/\n/g)).toHaveLength(3);
  expect(left.filter((name) => name.includes(abandoned))).toEqual([]);
  expect(ended.status).toBe(130);
});

scenario('gc --older-than sets how long a run must have been silent', async (bed) => {
  const run = await killedRun(bed);
  await silence(bed, run, 150 * 60);

  const patient = await (await bed.podline(['gc', '--older-than', '3h'])).end();
  const strict = await (await bed.podline(['gc', '--older-than', '2h', '--stop-timeout', '1'])).end();

  expect(patient.stdout).toMatch(/^run \w+ \(silent for 2h 3\dm\) stays\n$/);
  expect(strict.stdout).toMatch(/^run \w+ \(silent for 2h 3\dm\) removed: nothing left on the cluster\n$/);
});

scenario('gc --all removes every run, kept ones and running ones too', async (bed) => {
  const kept = await bed.run('{ skip_clone: true, steps: { work: { image: alpine, commands: [echo] } } }', '--keep');
  const { podline, run } = await startEndlessRun(bed);

  const gc = await (await bed.podline(['gc', '--all', '--stop-timeout', '1'])).end();
  const ended = await podline.end();

  expect(gc.stdout).toContain(`run ${kept.report.run} (kept until `);
  expect(gc.stdout).toContain(`run ${run} (running) removed: nothing left on the cluster\n`);
  expect(gc.status).toBe(0);
  expect(ended.status).not.toBe(0);
});

scenario('a run removes old runs of its namespace in passing, if nothing of them runs and nobody keeps them', async (bed) => {
  const seconds = 25 * 3600;
  const [ended, atWork] = [await killedRun(bed), await killedRun(bed)];
  const kept = (await bed.run('{ skip_clone: true, steps: { work: { image: alpine, commands: [echo] } } }', '--keep')).report.run;
  for (const pod of await bed.cluster.list('Pod', { labelSelector: `podline.dev/run=${ended}` }))
    await bed.cluster.delete('Pod', pod.metadata.name, { gracePeriodSeconds: 0 });
  for (const run of [ended, atWork, kept]) await silence(bed, run, seconds);

  const run = await bed.run('{ skip_clone: true, steps: { work: { image: alpine, commands: [sleep 1] } } }');
  await vi.waitFor(async () => expect((await bed.left()).filter((name) => name.includes(ended))).toEqual([]), SLOW_PATIENCE);
  const roots = (await bed.left()).filter((name) => name.startsWith('ConfigMap/'));
  for (const other of [atWork, kept]) await (await bed.podline(['down', other, '--stop-timeout', '1'])).end();

  expect(run.status).toBe(0);
  expect(roots.sort()).toEqual([`ConfigMap/pl-${atWork}`, `ConfigMap/pl-${kept}`].sort());
});

/** A run whose runner was killed in the middle of a step. */
async function killedRun(bed: Bed): Promise<string> {
  const { podline, run } = await startEndlessRun(bed);
  podline.signal('SIGKILL');
  await podline.end();
  return run;
}

/** Makes it that long ago that the run's runner was heard of. */
async function silence(bed: Bed, run: string, seconds: number): Promise<void> {
  const renewTime = new Date(bed.cluster.serverTime() - seconds * 1000).toISOString().replace('Z', '000Z');
  await bed.cluster.patch('Lease', `pl-${run}`, { spec: { renewTime } });
}
