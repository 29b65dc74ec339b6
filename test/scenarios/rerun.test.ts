import { expect } from 'vitest';
import { scenario } from './scenario.js';

const WORKFLOW = `
  skip_clone: true
  services:
    db: { image: alpine, commands: ['sleep 1000'] }
  steps:
    build: { image: alpine, commands: ['echo built >>log'] }
    test: { image: alpine, depends_on: [build], commands: ['echo tested >>log', '[ -f mended ] || { touch mended; exit 1; }'] }
    lint: { image: alpine, depends_on: [build], commands: ['echo linted'] }
    deploy: { image: alpine, depends_on: [test, lint], environment: { TOKEN: { from_secret: token } }, commands: ['cat log', 'echo "token $TOKEN"'] }
`;
const SECRET = ['--secret', 'token=open-sesame'];

scenario('rerun goes on with a kept run: from the step on, with what did not pass, on the same volume', async (bed) => {
  const kept = await bed.run(WORKFLOW, '--keep=on-failure', ...SECRET);
  const id = kept.report.run;

  const rerun = await (await bed.podline(['rerun', id, '--from', 'test', '--output', 'json', ...SECRET])).end();
  const again = await (await bed.podline(['rerun', id, '--from', 'deploy', '--output', 'json', ...SECRET])).end();
  await (await bed.podline(['down', id])).end();

  expect(kept.states).toMatchObject({ build: 'passed', test: 'failed', lint: 'passed', deploy: 'skipped' });
  expect(rerun.states).toEqual({ db: 'passed', test: 'passed', deploy: 'passed' });
  expect(rerun.log('deploy')).toEqual(['built', 'tested', 'tested', 'token ********']);
  expect(rerun.report.run).not.toBe(id);
  expect(rerun.status).toBe(0);
  // what failed in the kept run is run again each time
  expect(again.states).toEqual({ db: 'passed', test: 'passed', deploy: 'passed' });
});

scenario('rerun refuses a step that there is not, and a run that goes on', async (bed) => {
  const podline = await bed.start(
    "skip_clone: true\nsteps:\n  work: { image: alpine, commands: ['echo begun', 'sleep 1000'] }\n",
    '--output',
    'json',
  );
  await podline.until('"text":"begun"');
  const [lease] = await bed.cluster.list('Lease');
  const id = lease?.metadata.labels?.['podline.dev/run'] ?? '';

  const early = await (await bed.podline(['rerun', id, '--from', 'work'])).end();
  podline.signal('SIGINT');
  await podline.end();
  const kept = await bed.run("skip_clone: true\nsteps:\n  work: { image: alpine, commands: ['true'] }\n", '--keep');
  const unknown = await (await bed.podline(['rerun', kept.report.run, '--from', 'wrok'])).end();
  const without = await (await bed.podline(['rerun', kept.report.run])).end();
  await (await bed.podline(['down', kept.report.run])).end();

  expect(early).toMatchObject({ status: 2, stderr: expect.stringContaining('error[run-goes-on]') });
  expect(unknown).toMatchObject({ status: 2, stderr: expect.stringContaining('hint: its steps: work') });
  expect(without).toMatchObject({ status: 2, stderr: expect.stringContaining('error[missing-option]') });
});
