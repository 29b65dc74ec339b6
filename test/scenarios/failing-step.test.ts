import { expect } from 'vitest';
import { scenario, scenarioAtEachPace } from './scenario.js';

scenarioAtEachPace('3.7 after a failure only steps that want to see it run, and the others tell why they did not', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    steps:
      build:
        image: alpine
        commands: ['echo "line before the end"', 'exit 7']
      test:
        image: alpine
        commands: ['echo never']
      notify:
        image: alpine
        when: { status: failure }
        commands: ['echo "status $CI_PIPELINE_STATUS"']
      cleanup:
        image: alpine
        when: { status: [success, failure] }
        commands: ['echo "status $CI_PIPELINE_STATUS"']
  `);

  expect(run.states).toEqual({ build: 'failed', test: 'skipped', notify: 'passed', cleanup: 'passed' });
  expect(run.result('build')).toMatchObject({ exitCode: 7, reason: 'ExitCode' });
  expect(run.result('build').lastLines).toContain('line before the end');
  expect(run.result('test')).toMatchObject({ reason: 'Dependency', message: expect.stringContaining('build') });
  expect(run.log('notify')).toEqual(['status failure']);
  expect(run.log('cleanup')).toEqual(['status failure']);
  expect(run.report.outcome).toBe('failed');
  expect(run.status).toBe(1);
});

scenarioAtEachPace('3.7 a step for failures is skipped where there is none', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    steps:
      build: { image: alpine, commands: ['echo "status $CI_PIPELINE_STATUS"'] }
      notify: { image: alpine, when: { status: failure }, commands: ['echo never'] }
  `);

  expect(run.states).toEqual({ build: 'passed', notify: 'skipped' });
  expect(run.log('build')).toEqual(['status success']);
  expect(run.status).toBe(0);
});

scenarioAtEachPace('3.7 an ignored failure is shown and changes nothing', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    steps:
      lint: { image: alpine, failure: ignore, commands: ['exit 3'] }
      test: { image: alpine, commands: ['echo "status $CI_PIPELINE_STATUS"'] }
  `);

  expect(run.states).toEqual({ lint: 'failed', test: 'passed' });
  expect(run.result('lint')).toMatchObject({ exitCode: 3, ignored: true });
  expect(run.log('test')).toEqual(['status success']);
  expect(run.report.outcome).toBe('succeeded');
  expect(run.status).toBe(0);
});

scenarioAtEachPace('3.7 failure: cancel stops what runs and then runs the steps for failures', async (bed) => {
  const run = await bed.run(
    `
    skip_clone: true
    steps:
      endless:
        image: alpine
        depends_on: []
        commands: ['touch running', 'sleep 1000']
      guard:
        image: alpine
        depends_on: []
        failure: cancel
        commands: ['until [ -e running ]; do sleep 0.1; done', 'exit 1']
      after:
        image: alpine
        depends_on: [endless]
        commands: ['echo never']
      notify:
        image: alpine
        depends_on: [endless, guard]
        when: { status: failure }
        commands: ['echo "status $CI_PIPELINE_STATUS"']
    `,
    '--timeout',
    '150s',
  );

  expect(run.states).toEqual({ endless: 'canceled', guard: 'failed', after: 'skipped', notify: 'passed' });
  expect(run.log('notify')).toEqual(['status failure']);
  expect(run.status).toBe(1);
});

scenario('the words at the end name the step, its exit code, its last lines and what to try next', async (bed) => {
  const podline = await bed.start(`
    skip_clone: true
    steps:
      build: { image: alpine, commands: ['echo "no such target"', 'exit 7'] }
  `);

  const { stderr, status } = await podline.end();

  expect(stderr).toMatch(/^build +failed +\S+ +\S+ +7$/m);
  expect(stderr).toContain('error[step-failed] step "build" ended with exit code 7\n');
  expect(stderr).toContain('    build | no such target\n');
  expect(stderr).toMatch(/^failed after \S+ · nothing left on the cluster$/m);
  expect(status).toBe(1);
});
