import { describe, expect, vi } from 'vitest';
import { SLOW_PATIENCE } from '../patience.js';
import type { Bed } from './bed.js';
import { startEndlessRun } from './endless-run.js';
import type { Podline } from './podline.js';
import { scenario } from './scenario.js';

const WORKFLOW = `
  skip_clone: true
  services:
    db: { image: alpine, commands: ['sleep 1000'] }
  steps:
    first: { image: alpine, commands: ['echo first >> ran', 'echo one', 'sleep 3', 'echo two'] }
    second: { image: alpine, environment: { TOKEN: { from_secret: token } }, commands: ['echo second >> ran', 'echo "$TOKEN"'] }
    third: { image: alpine, commands: ['echo third >> ran', 'cat ran'] }
`;
const FLAGS = ['--secret', 'token=open-sesame', '--output', 'json'];
const LOGS = { first: ['one', 'two'], second: ['********'], third: ['first', 'second', 'third'] };

describe('a run whose runner was killed', () => {
  scenario('goes on with attach: no step runs twice, no line is lost or told twice', async (bed) => {
    const { run, podline } = await startKilled(bed);
    await podline.end();

    const attached = await (await bed.podline(['attach', run, '--output', 'json'])).end();
    const logs = await (await bed.podline(['logs', run])).end();

    expect(attached.states).toMatchObject({ first: 'passed', second: 'passed', third: 'passed', db: 'passed' });
    expect([attached.status, attached.report.outcome, attached.report.leftovers]).toEqual([0, 'succeeded', []]);
    expect(linesOf(logs.stdout)).toEqual(LOGS);
    expect(logs.stdout).not.toContain('open-sesame');
  });

  scenario('is told of its steps as they were: one that the other runner saw begin has begun then', async (bed) => {
    const { run, podline } = await startKilled(bed);
    await podline.end();

    const attached = await (await bed.podline(['attach', run, '--output', 'json'])).end();

    const started = attached.events.find((event) => event.type === 'step-started' && event.step === 'first');
    expect(started?.at).toBeLessThanOrEqual(attached.result('first').startedAt ?? 0);
  });

  scenario('goes on with the same command and --run', async (bed) => {
    const { run, podline } = await startKilled(bed);
    await podline.end();

    const again = await (await bed.podline(['run', 'workflow.yaml', ...FLAGS, '--run', run])).end();
    const logs = await (await bed.podline(['logs', run])).end();

    expect(again.status).toBe(0);
    expect(linesOf(logs.stdout)).toEqual(LOGS);
  });

  scenario('is handed over to the one that waits for it', async (bed) => {
    const { podline, run } = await startEndlessRun(bed);
    const next = await bed.podline(['attach', run, '--stop-timeout', '1', '--output', 'json']);
    await next.until('"type":"notice"');

    podline.signal('SIGKILL');
    await podline.end();
    await next.until('"type":"run-started"');
    next.signal('SIGINT');
    const ended = await next.end();

    expect(ended.stdout).toMatch(/waits until nobody else looks after the run/);
    expect([ended.status, ended.report.leftovers]).toEqual([130, []]);
  });

  scenario('is not begun a second time once it has ended: what was saved of it tells its end', async (bed) => {
    await bed.write('workflow.yaml', WORKFLOW);
    const first = await (await bed.podline(['run', 'workflow.yaml', ...FLAGS])).end();

    const again = await (await bed.podline(['run', 'workflow.yaml', ...FLAGS, '--run', first.report.run])).end();

    expect([first.status, again.status]).toEqual([0, 0]);
    expect(again.stdout).not.toContain('step-created');
    expect(again.report.steps).toEqual(first.report.steps);
  });
});

describe('run --detach', () => {
  scenario('prints the id of a run that goes on without it', async (bed) => {
    await bed.write('workflow.yaml', WORKFLOW);

    const detached = await (await bed.podline(['run', 'workflow.yaml', ...FLAGS.slice(0, 2), '--detach'])).end();
    const run = detached.stdout.trim();
    const attached = await (await bed.podline(['attach', run, '--output', 'json'])).end();
    const logs = await (await bed.podline(['logs', run])).end();

    expect([detached.status, run]).toEqual([0, expect.stringMatching(/^[0-9a-z]{10}$/)]);
    expect([attached.status, attached.report.outcome]).toEqual([0, 'succeeded']);
    expect(linesOf(logs.stdout)).toEqual(LOGS);
  });

  scenario('can be followed, also the steps that have yet to begin', async (bed) => {
    await bed.write('workflow.yaml', WORKFLOW);
    const detached = await (await bed.podline(['run', 'workflow.yaml', ...FLAGS.slice(0, 2), '--detach', '--no-save'])).end();

    const followed = await (await bed.podline(['logs', detached.stdout.trim(), '--follow'])).end();

    expect(followed.status).toBe(0);
    expect(linesOf(followed.stdout)).toEqual(LOGS);
    // the last line is followed before the runner has removed the run
    await vi.waitFor(async () => expect(await bed.left()).toEqual([]), SLOW_PATIENCE);
  });

  scenario('says what is wrong before it leaves', async (bed) => {
    await bed.write('workflow.yaml', 'steps: 1');

    const detached = await (await bed.podline(['run', 'workflow.yaml', '--detach'])).end();

    expect([detached.status, detached.stdout]).toEqual([2, '']);
    expect(detached.stderr).toContain('workflow.yaml:1');
  });
});

/** A run whose first step has begun, and whose runner is gone. */
async function startKilled(bed: Bed): Promise<{ readonly podline: Podline; readonly run: string }> {
  await bed.write('workflow.yaml', WORKFLOW);
  const podline = await bed.podline(['run', 'workflow.yaml', ...FLAGS]);
  await podline.until('"text":"one"');
  const [lease] = await bed.cluster.list('Lease');
  podline.signal('SIGKILL');
  return { podline, run: lease?.metadata.labels?.['podline.dev/run'] ?? '' };
}

/** What the scripts printed, by step. */
function linesOf(logs: string): Readonly<Record<string, readonly string[]>> {
  const lines: Record<string, string[]> = {};
  for (const [, step = '', text = ''] of logs.matchAll(/^(\w+) +\| (?!\+)(.*)$/gm)) lines[step] = [...(lines[step] ?? []), text];
  return lines;
}
