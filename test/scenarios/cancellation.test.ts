import { describe, expect, vi } from 'vitest';
import { SLOW_PATIENCE } from '../patience.js';
import { scenario } from './scenario.js';

const ENDLESS = `
  skip_clone: true
  services:
    db: { image: alpine, commands: ['sleep 1000'] }
  steps:
    work: { image: alpine, commands: ['echo begun', 'sleep 1000'] }
    never: { image: alpine, commands: ['echo never'] }
    notify: { image: alpine, when: { status: failure }, commands: ['echo never'] }
`;

describe.each([
  { signal: 'SIGINT', status: 130 },
  { signal: 'SIGTERM', status: 143 },
  { signal: 'SIGHUP', status: 129 },
] as const)('$signal in the middle of a run', ({ signal, status }) => {
  scenario(`ends it with status ${status}, starts nothing more and leaves nothing`, async (bed) => {
    const podline = await bed.start(ENDLESS, '--output', 'json');
    await podline.until('"text":"begun"');

    podline.signal(signal);
    const run = await podline.end();

    expect(run.states).toEqual({ db: 'canceled', work: 'canceled', never: 'skipped', notify: 'skipped' });
    expect(run.report).toMatchObject({ outcome: 'canceled', exitStatus: status, leftovers: [] });
    expect(run.status).toBe(status);
  });
});

scenario('a signal before any pod runs leaves nothing', async (bed) => {
  const podline = await bed.start(ENDLESS, '--output', 'json', '--stop-timeout', '2');
  await podline.until('"type":"run-started"');

  podline.signal('SIGINT');
  const run = await podline.end();

  expect(run.report.outcome).toBe('canceled');
  expect(run.status).toBe(130);
});

scenario('a reader that goes away ends the run', async (bed) => {
  const podline = await bed.start(`
    skip_clone: true
    steps:
      talk: { image: alpine, commands: ['while :; do echo line; sleep 0.1; done'] }
  `);
  await podline.until('line');

  podline.closeStdout();
  const run = await podline.end();

  expect(run.status).toBe(141);
});

scenario('a second signal does not wait for a step that will not stop', async (bed) => {
  const podline = await bed.start(
    `
    skip_clone: true
    steps:
      stubborn:
        image: alpine
        commands: ["trap 'echo no' TERM", 'echo begun', 'while :; do sleep 0.1; done']
    `,
    '--stop-timeout',
    '5',
  );
  await podline.until('begun');

  podline.signal('SIGINT');
  await podline.until('stubborn  | no');
  podline.signal('SIGINT');
  const run = await podline.end();
  const left = await bed.left();

  expect(run.status).toBe(130);
  expect(left.filter((name) => name.startsWith('Pod/'))).toHaveLength(1);
  // the cluster finishes alone
  await vi.waitFor(async () => expect(await bed.left()).toEqual([]), SLOW_PATIENCE);
});
