import { expect } from 'vitest';
import { realScenario, scenario } from './scenario.js';

scenario('a pod that somebody deletes is an error that names it, even where its script ends well', async (bed) => {
  const podline = await bed.start(
    `
    skip_clone: true
    steps:
      work:
        image: alpine
        commands: ["trap 'exit 0' TERM", 'echo begun', 'while :; do sleep 0.1; done']
      after: { image: alpine, commands: ['echo never'] }
    `,
    '--output',
    'json',
  );
  await podline.until('"text":"begun"');

  const pods = await bed.cluster.list('Pod');
  const work = pods.find(({ metadata }) => metadata.name.includes('-work-')) ?? expect.fail('there is no pod');
  await bed.cluster.delete('Pod', work.metadata.name, { gracePeriodSeconds: 2 });
  const run = await podline.end();

  expect(run.states).toEqual({ work: 'error', after: 'skipped' });
  expect(run.result('work').reason).toBe('PodDeleted');
  expect(run.report.outcome).toBe('error');
  expect(run.status).toBe(3);
});

realScenario('a step that is killed for its memory fails, and the limit is named', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    steps:
      eat:
        image: alpine
        commands: ["head -c 200m /dev/zero | tail", 'echo never']
        backend_options: { kubernetes: { resources: { limits: { memory: 64Mi } } } }
  `);

  expect(run.result('eat')).toMatchObject({ state: 'failed', reason: 'OOMKilled', message: expect.stringContaining('64Mi') });
  expect(run.status).toBe(1);
});
