import { expect } from 'vitest';
import { scenario, scenarioAtEachPace } from './scenario.js';

scenarioAtEachPace('a step that runs past its timeout fails, and the run goes on as after any failure', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    steps:
      slow:
        image: alpine
        timeout: 2s
        commands: ['echo begun', 'sleep 1000']
      notify:
        image: alpine
        when: { status: failure }
        commands: ['echo notified']
  `);

  expect(run.states).toEqual({ slow: 'failed', notify: 'passed' });
  expect(run.result('slow')).toMatchObject({ reason: 'TimedOut', message: expect.stringContaining('2 s') });
  expect(run.log('slow')).toEqual(['begun']);
  expect(run.status).toBe(1);
});

scenario('3.7 a run that reaches its own limit ends with status 4 and starts nothing more', async (bed) => {
  const run = await bed.run(
    `
    skip_clone: true
    steps:
      slow: { image: alpine, commands: ['echo begun', 'sleep 1000'] }
      notify: { image: alpine, when: { status: [success, failure] }, commands: ['echo never'] }
    `,
    '--timeout',
    '6s',
  );

  expect(run.states).toEqual({ slow: 'canceled', notify: 'skipped' });
  expect(run.result('slow')).toMatchObject({ reason: 'TimedOut' });
  expect(run.report.outcome).toBe('timed-out');
  expect(run.status).toBe(4);
});
