import { expect } from 'vitest';
import { scenario } from './scenario.js';

const BUILD = (script: string) => `
  skip_clone: true
  steps:
    compile: { image: alpine, commands: ['${script}'] }
`;
const DEPLOY = `
  skip_clone: true
  depends_on: [build]
  steps:
    ship: { image: alpine, commands: [echo shipped] }
`;
const RESCUE = `
  skip_clone: true
  depends_on: [build]
  when: { status: failure }
  steps:
    page: { image: alpine, commands: [echo paged] }
`;

scenario('the workflows of a folder are one run, and one waits for another', async (bed) => {
  const files = { '.woodpecker/build.yaml': BUILD('echo compiled'), '.woodpecker/deploy.yaml': DEPLOY };

  const run = await (await bed.podline(['run', '--output', 'json'], { files })).end();

  expect(run.events[0]).toMatchObject({ type: 'run-started', pipelines: ['build', 'deploy'] });
  expect(run.states).toEqual({ 'build/compile': 'passed', 'deploy/ship': 'passed' });
  expect(run.loggedAt('deploy/ship') > run.loggedAt('build/compile')).toBe(true);
  expect(run.status).toBe(0);
});

scenario('workflows side by side are as many at a time as --concurrency says', async (bed) => {
  const text = `
    skip_clone: true
    matrix: { AXIS: [a, b, c] }
    steps:
      one: { image: alpine, commands: [echo done] }
      two: { image: alpine, commands: [echo done] }
  `;

  const run = await (await bed.podline(['run', 'ci.yaml', '--concurrency', '1', '--output', 'json'], { files: { 'ci.yaml': text } })).end();

  const order = run.events.flatMap((event) => (event.type === 'step-finished' ? [event.result.step] : []));
  const steps = [1, 2, 3].flatMap((axis) => [`ci-${axis}/one`, `ci-${axis}/two`]);
  expect(order).toEqual(steps);
  const created = run.events.flatMap((event) => (event.type === 'step-created' ? [event.step] : []));
  expect(created).toEqual(steps);
  expect(run.status).toBe(0);
});

scenario('after a workflow that failed only those for failures run', async (bed) => {
  const files = { 'ci/build.yaml': BUILD('exit 2'), 'ci/deploy.yaml': DEPLOY, 'ci/rescue.yaml': RESCUE };

  const run = await (await bed.podline(['run', 'ci', '--output', 'json'], { files })).end();

  expect(run.states).toEqual({ 'build/compile': 'failed', 'deploy/ship': 'skipped', 'rescue/page': 'passed' });
  expect(run.log('rescue/page')).toEqual(['paged']);
  expect(run.status).toBe(1);
});
