import { expect } from 'vitest';
import { realScenario } from './scenario.js';

realScenario('a step runs as the user and group that it names', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    steps:
      # host-path volumes, as those of the test cluster, take no fsGroup
      - name: open
        image: alpine
        commands: ['id -u', 'chmod 777 /woodpecker .']
      - name: write
        image: alpine
        commands: ['id -u', 'id -g', 'touch file']
        backend_options: { kubernetes: { securityContext: { runAsUser: 999, runAsGroup: 998 } } }
  `);

  expect(run.log('open')).toEqual(['0']);
  expect(run.log('write')).toEqual(['999', '998']);
  expect(run.status).toBe(0);
});

realScenario('an image of root is refused where steps must not be root', async (bed) => {
  const run = await bed.run('{ skip_clone: true, steps: { work: { image: alpine, commands: [id] } } }', '--secctx-nonroot', 'true');

  expect(run.result('work')).toMatchObject({ state: 'error', reason: 'ConfigError', message: expect.stringContaining('runAsNonRoot') });
  expect(run.status).toBe(3);
});
