import { expect, test } from 'vitest';
import { canShutIn } from '../local/embedded-cluster.js';
import { realScenario, scenario } from './scenario.js';
import { freePort, hasBusybox } from './web-service.js';

// on the embedded cluster a step runs the programs of this machine, and finds services by name only where it is shut in
const canServe = hasBusybox() && (await canShutIn());
if (!canServe) test('a step reaches a service by its name', ({ skip }) => skip('this machine has no busybox, or no namespaces'));

(canServe ? scenario : realScenario)('a step reaches a service by its name', async (bed) => {
  const port = await freePort();

  const run = await bed.run(
    `
    skip_clone: true
    services:
      web:
        image: busybox
        ports: [${port}]
        commands:
          - mkdir -p www
          - echo served > www/index.html
          - exec busybox httpd -f -p ${port} -h www
    steps:
      fetch:
        image: busybox
        commands:
          - until busybox wget -q -O answer http://web:${port}/; do sleep 0.2; done
          - cat answer
    `,
    '--timeout',
    '150s',
  );

  expect(run.log('fetch').at(-1)).toBe('served');
  expect(run.result('web').state).toBe('passed');
  expect(run.status).toBe(0);
});

scenario('3.7 a service that fails fails the run', async (bed) => {
  const run = await bed.run(
    `
    skip_clone: true
    services:
      db:
        image: busybox
        commands: ['touch up', 'exit 9']
    steps:
      work:
        image: busybox
        commands: ['until [ -e up ]; do sleep 0.1; done', 'sleep 3']
    `,
    '--timeout',
    '150s',
  );

  expect(run.result('db')).toMatchObject({ state: 'failed', exitCode: 9 });
  expect(run.status).toBe(1);
});
