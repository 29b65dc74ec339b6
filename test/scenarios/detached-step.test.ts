import { expect } from 'vitest';
import { scenario, scenarioAtEachPace } from './scenario.js';

scenarioAtEachPace('3.7 a detached step runs beside the others and is stopped after the last of them', async (bed) => {
  const run = await bed.run(
    `
    skip_clone: true
    steps:
      watch:
        image: alpine
        detach: true
        commands: ["trap 'touch stopped; echo stopped; exit 0' TERM", 'touch watching', 'while :; do sleep 0.1; done']
      work:
        image: alpine
        commands: ['until [ -e watching ]; do sleep 0.1; done']
      finish:
        image: alpine
        commands: [ls]
    `,
    '--timeout',
    '150s',
  );

  expect(run.states).toEqual({ watch: 'passed', work: 'passed', finish: 'passed' });
  expect(run.log('finish')).toEqual(['watching']);
  expect(run.log('watch')).toEqual(['stopped']);
  expect(run.status).toBe(0);
});

scenario('3.7 a detached step that fails on its own fails the run', async (bed) => {
  const run = await bed.run(
    `
    skip_clone: true
    steps:
      watch:
        image: alpine
        detach: true
        commands: ['touch watching', 'exit 4']
      work:
        image: alpine
        commands: ['until [ -e watching ]; do sleep 0.1; done', 'sleep 3']
    `,
    '--timeout',
    '150s',
  );

  expect(run.states).toEqual({ watch: 'failed', work: 'passed' });
  expect(run.result('watch').exitCode).toBe(4);
  expect(run.status).toBe(1);
});
