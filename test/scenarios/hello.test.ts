import { expect } from 'vitest';
import { scenario } from './scenario.js';

const HELLO = `
  skip_clone: true
  steps:
    hello:
      image: alpine
      commands:
        - echo "hello from $CI_WORKFLOW_NAME"
`;

scenario('a step says hello, and nothing but its log is on standard output', async (bed) => {
  const podline = await bed.start(HELLO);

  const { status, stdout, stderr } = await podline.end();

  expect(stdout).toBe('hello  | + echo "hello from $CI_WORKFLOW_NAME"\nhello  | hello from workflow\n');
  expect(stderr).toMatch(/^podline \S+ · run \w{10} · pipeline workflow · 1 step · /);
  expect(stderr).toContain('hello  ✓ passed in ');
  expect(stderr).toMatch(/^passed after \S+ · nothing left on the cluster$/m);
  expect(status).toBe(0);
});

scenario('every event of the run is a line of JSON', async (bed) => {
  const run = await bed.run(HELLO);

  // a slow cluster has it say why it waits
  expect(run.events.map(({ type }) => type).filter((type) => type !== 'step-waiting')).toEqual([
    'run-started',
    'step-created',
    'step-placed',
    'step-started',
    'log',
    'log',
    'step-finished',
    'run-finished',
  ]);
  expect(run.report).toMatchObject({ outcome: 'succeeded', exitStatus: 0, leftovers: [] });
  expect(run.stderr).toBe('');
  expect(run.status).toBe(0);
});
