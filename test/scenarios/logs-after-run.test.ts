import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, vi } from 'vitest';
import { PATIENCE } from '../patience.js';
import type { Bed } from './bed.js';
import { startEndlessRun } from './endless-run.js';
import type { RunOutput } from './run-output.js';
import { scenario } from './scenario.js';

const TOKEN = 'open-sesame-42';
const WORKFLOW = `
  skip_clone: true
  steps:
    greet:
      image: alpine
      environment: { TOKEN: { from_secret: token } }
      commands: ['echo "hello $TOKEN"']
    again:
      image: alpine
      retry: { limit: 1, on: failure }
      failure: ignore
      commands: [echo try, exit 3]
`;

const EMPTY = 'skip_clone: true\nsteps: [{ name: nothing, image: alpine, commands: ["true"] }]';

describe('logs of a run of which nothing is left on the cluster', () => {
  scenario('are printed as the run printed them, of all steps or of one', async (bed) => {
    const output = await bed.run(WORKFLOW, '--secret', `token=${TOKEN}`);
    const { run } = output.report;

    const all = await logs(bed, run);
    const one = await logs(bed, run, 'greet');
    const stamped = await logs(bed, run, 'greet', '--timestamps');
    const unknown = await logs(bed, run, 'deploy');

    expect(all.stdout.split('\n').filter((line) => line.startsWith('again'))).toEqual([
      'again | + echo try',
      'again | try',
      'again | + exit 3',
      'again#2 | + echo try',
      'again#2 | try',
      'again#2 | + exit 3',
    ]);
    expect(all.stdout).toBe(printedLines(output));
    expect(one.stdout).toBe('+ echo "hello $TOKEN"\nhello ********\n');
    expect(stamped.stdout).toMatch(/^\d{4}-\d\d-\d\dT\S+Z hello \*{8}$/m);
    expect(unknown.stderr).toMatch(/^error\[unknown-step\] .*"deploy"\n {2}hint: its steps: greet, again$/m);
    expect([all.status, one.status, stamped.status, unknown.status]).toEqual([0, 0, 0, 2]);
  });

  scenario('are read without a cluster', async (bed) => {
    const { run } = (await bed.run(WORKFLOW, '--secret', `token=${TOKEN}`)).report;

    const read = await (await bed.bare(['logs', run, 'greet'])).end();

    expect(read.stdout).toContain('hello ********\n');
    expect(read.status).toBe(0);
  });

  scenario('of another id are told with those that are saved', async (bed) => {
    const absent = '0123456789';
    const nothing = await (await bed.bare(['logs', absent])).end();
    const runs = [(await bed.run(WORKFLOW, '--secret', `token=${TOKEN}`)).report.run, (await bed.run(EMPTY)).report.run];

    const here = await (await bed.bare(['logs', absent])).end();
    const onCluster = await logs(bed, absent);
    const noId = await logs(bed, 'workflow.yaml');
    const report = await (await bed.bare(['report', absent])).end();

    expect(nothing.stderr).toMatch(/^error\[run-not-saved\] nothing was saved here of a run "0123456789", and there is no kubeconfig/);
    expect(nothing.stderr).not.toContain('saved here:');
    for (const { stderr, status } of [here, onCluster, noId, report]) {
      expect(stderr).toContain(`; saved here: ${runs.toReversed().join(', ')}\n`);
      expect(status).toBe(2);
    }
    expect(onCluster.stderr).toMatch(/^error\[unknown-run\] /);
  });

  scenario('are printed to a reader who goes away', async (bed) => {
    const workflow = 'skip_clone: true\nsteps: [{ name: flood, image: alpine, commands: ["seq 30000"] }]';
    const { run } = (await bed.run(workflow)).report;

    const podline = await bed.podline(['logs', run]);
    await podline.until('30');
    podline.closeStdout();

    expect(await podline.end()).toMatchObject({ status: 141, stderr: '' });
  });

  scenario('are what was saved where the runner was killed, and that is said', async (bed) => {
    const { podline, run } = await startEndlessRun(bed);
    const file = join(bed.folder, '.podline/runs', run, 'events.jsonl');
    await vi.waitFor(async () => expect(await readFile(file, 'utf8')).toContain('"text":"begun"'), PATIENCE);
    podline.signal('SIGKILL');
    await podline.end();
    await (await bed.podline(['down', run, '--stop-timeout', '1'])).end();

    const read = await logs(bed, run);

    expect(read.stdout).toContain('begun\n');
    expect(read.stderr).toMatch(/^warning: there is no run .* its end was not saved here/m);
    expect(read.status).toBe(0);
  });
});

scenario('a run is saved beside its sources, where version control does not see it', async (bed) => {
  const output = await bed.run(WORKFLOW, '--secret', `token=${TOKEN}`);

  const own = join(bed.folder, '.podline');
  const folder = join(own, 'runs', output.report.run);
  expect(await readFile(join(own, '.gitignore'), 'utf8')).toBe('*\n');
  expect((await readdir(folder)).sort()).toEqual(['events.jsonl', 'report.json']);
  expect(await readFile(join(folder, 'events.jsonl'), 'utf8')).toBe(
    output.stdout.slice(output.stdout.indexOf('{"version":1,"type":"run-started"')),
  );
  expect(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))).toEqual(output.report);
});

scenario('--no-save leaves nothing behind', async (bed) => {
  const output = await bed.run(WORKFLOW, '--secret', `token=${TOKEN}`, '--no-save');

  expect(output.status).toBe(0);
  expect(existsSync(join(bed.folder, '.podline'))).toBe(false);
});

scenario('a folder that cannot be written to is a warning, once, and no failure', async (bed) => {
  await bed.write('.podline', 'in the way');

  const output = await bed.run(WORKFLOW, '--secret', `token=${TOKEN}`);

  const warnings = output.events.filter((event) => event.type === 'notice' && event.message.startsWith('the run is not saved'));
  expect(warnings).toHaveLength(1);
  expect(output.status).toBe(0);
});

scenario('logs of a run that goes on are refused where its secrets cannot be hidden, unless --no-mask', async (bed) => {
  const podline = await bed.start(
    `
    skip_clone: true
    steps:
      work:
        image: alpine
        environment: { TOKEN: { from_secret: token } }
        commands: ['echo "begun with $TOKEN"', 'sleep 1000']
    `,
    '--secret',
    `token=${TOKEN}`,
    '--output',
    'json',
  );
  await podline.until('"text":"begun with');
  const [secret] = await bed.cluster.list('Secret');
  const run = secret?.metadata.labels?.['podline.dev/run'] ?? '';
  await bed.cluster.delete('Secret', secret?.metadata.name ?? '');

  const refused = await logs(bed, run);
  const shown = await logs(bed, run, '--no-mask');
  podline.signal('SIGTERM');
  await podline.end();

  expect(refused.stdout).toBe('');
  expect(refused.stderr).toMatch(/^error\[secrets-unreadable\] .*\n {2}hint: .*--no-mask$/m);
  expect(refused.status).toBe(3);
  expect(shown.stdout).toContain(`begun with ${TOKEN}\n`);
});

async function logs(bed: Bed, ...args: readonly string[]): Promise<RunOutput> {
  return (await bed.podline(['logs', ...args])).end();
}

/** In the order in which the run printed them: a step's first line may come before the last one that the step before it left. */
function printedLines({ events }: RunOutput): string {
  const lines = events.flatMap((event) => (event.type === 'log' ? [event] : []));
  return lines.map(({ step, attempt, text }) => `${attempt > 1 ? `${step}#${attempt}` : step} | ${text}\n`).join('');
}
