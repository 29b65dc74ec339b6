import { expect, vi } from 'vitest';
import { SLOW_PATIENCE } from '../patience.js';
import type { Bed } from './bed.js';
import type { Podline } from './podline.js';
import type { RunOutput } from './run-output.js';
import { scenario } from './scenario.js';

const TOKEN = 'open-sesame-42';

scenario('ps lists a run that another process runs', async (bed) => {
  const { podline, run } = await startRun(bed);

  // a node may tell of a pod's end some time after its log
  const table = await vi.waitFor(async () => {
    const output = await other(bed, 'ps');
    expect(output.stdout).toMatch(new RegExp(`^${run} +workflow +1/2 +work `, 'm'));
    return output;
  }, SLOW_PATIENCE);
  const json = await other(bed, 'ps', '--output', 'json');
  const everywhere = await other(bed.asAdministrator(), 'ps', '--all-namespaces');
  podline.signal('SIGTERM');
  await podline.end();
  const after = await other(bed, 'ps');

  expect(JSON.parse(json.stdout)).toMatchObject([
    { run, pipelines: ['workflow'], steps: 2, states: { passed: ['prepare'], running: ['work'] } },
  ]);
  expect(table.stdout).toMatch(/ process \d+ +running$/m);
  expect(everywhere.stdout).toMatch(new RegExp(`^${bed.namespace} +${run} `, 'm'));
  expect(after.stdout).toBe(`no run in namespace ${bed.namespace}\n`);
});

scenario('logs prints the log of a step, masked', async (bed) => {
  const { podline, run } = await startRun(bed);

  const all = await other(bed, 'logs', run);
  const one = await other(bed, 'logs', run, 'prepare');
  const unknown = await other(bed, 'logs', run, 'deploy');
  podline.signal('SIGTERM');
  await podline.end();

  expect(one.stdout).toBe('+ echo "token $TOKEN"\ntoken ********\n');
  expect(all.stdout).toContain('prepare | token ********\n');
  expect(all.stdout).toContain('work    | begun\n');
  expect(all.stdout).not.toContain(TOKEN);
  expect(unknown.stderr).toMatch(/^error\[unknown-step\] .*"deploy"\n {2}hint: its steps: prepare, work$/m);
  expect([all.status, one.status, unknown.status]).toEqual([0, 0, 2]);
});

scenario('logs --follow goes on until the step has ended', async (bed) => {
  const { podline, run } = await startRun(bed);
  const follower = await bed.podline(['logs', run, 'work', '--follow']);
  await follower.until('begun');

  podline.signal('SIGTERM');
  const followed = await follower.end();
  await podline.end();

  expect(followed.stdout).toContain('begun\n');
  expect(followed.status).toBe(0);
});

scenario('down ends a run of another process, which does not call it green', async (bed) => {
  const { podline, run } = await startRun(bed);

  const down = await other(bed, 'down', run, '--stop-timeout', '2');
  const left = await bed.left();
  const ended = await podline.end();

  expect(down.stdout).toBe(`run ${run}: nothing left on the cluster\n`);
  expect(down.status).toBe(0);
  expect(left).toEqual([]);
  expect(ended.result('work')).toMatchObject({ state: 'error', reason: 'PodDeleted' });
  expect(ended.status).toBe(3);
});

scenario('a run that is not there is told', async (bed) => {
  const logs = await other(bed, 'logs', 'abcdefghjk');
  const malformed = await other(bed, 'down', 'Not-a-run');

  expect(logs.stderr).toMatch(/^error\[\S+\] .*abcdefghjk/);
  expect(malformed.stderr).toMatch(/^error\[\S+\] .*Not-a-run/);
  expect(logs.status).toBe(2);
  expect(malformed.status).toBe(2);
});

async function other(bed: Bed, ...args: readonly string[]): Promise<RunOutput> {
  return (await bed.podline(args)).end();
}

/** A run whose second step does not end by itself. */
async function startRun(bed: Bed): Promise<{ readonly podline: Podline; readonly run: string }> {
  const podline = await bed.start(
    `
    skip_clone: true
    steps:
      prepare:
        image: alpine
        environment: { TOKEN: { from_secret: token } }
        commands: ['echo "token $TOKEN"']
      work:
        image: alpine
        commands: ['echo begun', 'sleep 1000']
    `,
    '--secret',
    `token=${TOKEN}`,
    '--output',
    'json',
  );
  await podline.until('"text":"begun"');
  const [pod] = await bed.cluster.list('Pod');
  return { podline, run: pod?.metadata.labels?.['podline.dev/run'] ?? '' };
}
