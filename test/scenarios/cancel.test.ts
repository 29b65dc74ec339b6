import { expect } from 'vitest';
import { startEndlessRun } from './endless-run.js';
import { scenario } from './scenario.js';

scenario('cancel ends a run of another process, as Ctrl-C there does', async (bed) => {
  const { podline, run } = await startEndlessRun(bed);

  const cancel = await (await bed.podline(['cancel', run])).end();
  const left = await bed.left();
  const ended = await podline.end();

  expect(cancel.stdout).toBe(`run ${run} canceled: nothing left on the cluster\n`);
  expect(cancel.status).toBe(0);
  expect(left).toEqual([]);
  expect(ended.states).toEqual({ db: 'canceled', work: 'canceled', never: 'skipped' });
  expect(ended.report).toMatchObject({ outcome: 'canceled', leftovers: [] });
  expect(ended.status).toBe(130);
});

scenario('cancel leaves a run that is to be kept', async (bed) => {
  const { podline, run } = await startEndlessRun(bed, '--keep');

  const cancel = await (await bed.podline(['cancel', run])).end();
  const ended = await podline.end();
  const left = await bed.left();
  await (await bed.podline(['down', run])).end();

  expect(cancel.stdout).toMatch(new RegExp(`^run ${run} has ended, kept until `));
  expect(ended.status).toBe(130);
  expect(left).toContain(`ConfigMap/pl-${run}`);
  expect(left.filter((name) => name.startsWith('Pod/'))).toEqual([]);
});

scenario('cancel removes at once a run whose runner was killed on this machine', async (bed) => {
  const { podline, run } = await startEndlessRun(bed);
  podline.signal('SIGKILL');
  await podline.end();

  const cancel = await (await bed.podline(['cancel', run, '--stop-timeout', '1'])).end();

  expect(cancel.stdout).toBe(`run ${run} canceled: nothing left on the cluster\n`);
  expect(cancel.status).toBe(0);
});

scenario('cancel removes a run whose runner elsewhere has been silent for a minute', async (bed) => {
  const { podline, run } = await startEndlessRun(bed);
  podline.signal('SIGKILL');
  await podline.end();
  const renewTime = new Date(bed.cluster.serverTime() - 61_000).toISOString().replace('Z', '000Z');
  await bed.cluster.patch('Lease', `pl-${run}`, { spec: { holderIdentity: 'other-machine/1/2/3', renewTime } });

  const cancel = await (await bed.podline(['cancel', run, '--stop-timeout', '1'])).end();

  expect(cancel.status).toBe(0);
});

scenario('cancel of a run that is not there is told', async (bed) => {
  const cancel = await (await bed.podline(['cancel', 'abcdefghjk'])).end();

  expect(cancel.stderr).toMatch(/^error\[unknown-run\] .*"abcdefghjk"/);
  expect(cancel.status).toBe(2);
});
