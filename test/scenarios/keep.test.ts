import { describe, expect } from 'vitest';
import { scenario } from './scenario.js';

const PASSING = `
  skip_clone: true
  services:
    db: { image: alpine, commands: ['sleep 1000'] }
  steps:
    work: { image: alpine, commands: ['echo done'] }
`;
const FAILING = `
  skip_clone: true
  steps:
    work: { image: alpine, commands: ['exit 3'] }
`;
const DAY_MS = 24 * 3600 * 1000;

describe('--keep', () => {
  scenario('leaves what the run made, but stops its services', async (bed) => {
    const run = await bed.run(PASSING, '--keep');
    const pods = await bed.cluster.list('Pod');
    const root = await bed.cluster.get('ConfigMap', `pl-${run.report.run}`);
    const left = await bed.left();
    await (await bed.podline(['down', run.report.run])).end();

    expect(run.status).toBe(0);
    expect(run.report).toMatchObject({ outcome: 'succeeded', leftovers: [] });
    expect(Math.abs((run.report.keptUntil ?? 0) - bed.cluster.serverTime() - DAY_MS)).toBeLessThan(120_000);
    expect(root?.metadata.annotations?.['podline.dev/keep-until']).toBe(new Date(run.report.keptUntil ?? 0).toISOString());
    expect(pods.map(({ metadata }) => metadata.annotations?.['podline.dev/step'])).toEqual(['work']);
    expect(left.map((name) => name.split('/')[0])).toEqual(
      expect.arrayContaining(['Pod', 'PersistentVolumeClaim', 'Service', 'ConfigMap', 'Lease']),
    );
  });

  scenario('prints the commands that show and remove the run', async (bed) => {
    const run = await (await bed.start(FAILING, '--keep')).end();
    const [, ...commands] = /^ {2}next: podline (logs .*) · podline rerun \w+ --from \w+ .* · podline (down .*)$/m.exec(run.stderr) ?? [];
    const [logs, down] = await Promise.all(commands.map(async (command) => bed.bare(command.split(' '))));
    const shown = await logs?.end();
    const removed = await down?.end();

    expect(shown?.stdout).toContain('+ exit 3');
    expect(removed?.stdout).toContain('nothing left on the cluster');
  });

  scenario('keeps a canceled run without anything that runs', async (bed) => {
    const podline = await bed.start(
      `
      skip_clone: true
      steps:
        work: { image: alpine, commands: ['echo begun', 'sleep 1000'] }
      `,
      '--keep',
      '--output',
      'json',
    );
    await podline.until('"text":"begun"');

    podline.signal('SIGINT');
    const run = await podline.end();
    const left = await bed.left();
    await (await bed.podline(['down', run.report.run])).end();

    expect(run.status).toBe(130);
    expect(left).toContain(`ConfigMap/pl-${run.report.run}`);
    expect(left.filter((name) => name.startsWith('Pod/'))).toEqual([]);
  });
});

describe('--keep=on-failure', () => {
  scenario('removes a run that passed', async (bed) => {
    const run = await bed.run(PASSING, '--keep=on-failure');

    expect(run.report.keptUntil).toBeUndefined();
  });

  scenario('leaves a run that failed', async (bed) => {
    const run = await bed.run(FAILING, '--keep=on-failure');
    const left = await bed.left();
    await (await bed.podline(['down', run.report.run])).end();

    expect(run.status).toBe(1);
    expect(left).toContain(`Pod/pl-${run.report.run}-work-1`);
  });
});

scenario('gc leaves a kept run until its time has come', async (bed) => {
  const { run } = (await bed.run(FAILING, '--keep')).report;
  const before = await (await bed.podline(['gc'])).end();
  const left = await bed.left();
  await bed.cluster.patch('ConfigMap', `pl-${run}`, { metadata: { annotations: { 'podline.dev/keep-until': '2020-01-01T00:00:00Z' } } });
  await bed.cluster.patch('Lease', `pl-${run}`, { spec: { renewTime: '2020-01-01T00:00:00.000000Z' } });
  const after = await (await bed.podline(['gc'])).end();

  expect(before.stdout).toMatch(new RegExp(`^run ${run} \\(kept until \\S+ \\S+ UTC\\) stays$`, 'm'));
  expect(left).toContain(`ConfigMap/pl-${run}`);
  expect(after.stdout).toMatch(new RegExp(`^run ${run} \\(silent for .+\\) removed: nothing left on the cluster$`, 'm'));
});

scenario('--keep is refused where the cluster does not stay', async (bed) => {
  const output = await (await bed.bare(['run', '--local', '--keep', 'workflow.yaml'], { files: { 'workflow.yaml': FAILING } })).end();

  expect(output.stderr).toMatch(/^error\[keep-local\] --keep needs a cluster that stays: an embedded cluster ends with its run$/m);
  expect(output.status).toBe(2);
});
