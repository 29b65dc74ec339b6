import { expect, test } from 'vitest';
import { realScenario, scenario } from './scenario.js';
import { freePort, hasBusybox } from './web-service.js';

const canServe = hasBusybox();
if (!canServe) test('a step starts when the port of its service is open', ({ skip }) => skip('this machine has no busybox'));
const serving = canServe ? scenario : realScenario;

/** A workflow of a service that needs some time, and a step that does not wait for anything. */
function workflow(service: string, commands: string): string {
  return `
skip_clone: true
services:
  web:
    image: busybox
    ${service}
steps:
  use:
    image: busybox
    commands: ['${commands}']
`;
}

serving('a step starts when the port that its service declares is open', async (bed) => {
  const port = await freePort();
  const web = `ports: [53/udp, ${port}]\n    commands: ['sleep 3', 'touch up', 'exec busybox httpd -f -p ${port}']`;

  const run = await bed.run(workflow(web, 'cat up'), '--timeout', '150s');

  expect(run.states).toEqual({ web: 'passed', use: 'passed' });
});

serving('a step starts when its service answers over HTTP', async (bed) => {
  const port = await freePort();
  const ready = `ready: {http: ${port}/health}`;
  const web = `${ready}\n    commands: ['busybox httpd -p ${port}', 'sleep 3', 'touch health up', 'sleep 1000']`;

  const run = await bed.run(workflow(web, 'cat up'), '--timeout', '150s');

  expect(run.states).toEqual({ web: 'passed', use: 'passed' });
  expect(run.status).toBe(0);
});

scenario('a step starts when a command in its service succeeds', async (bed) => {
  const web = "ready: {exec: 'test -e /woodpecker/src/up'}\n    commands: ['sleep 3', 'touch up', 'sleep 1000']";

  const run = await bed.run(workflow(web, 'cat up'), '--timeout', '150s');

  expect(run.states).toEqual({ web: 'passed', use: 'passed' });
});

scenario('a step starts when a line of its service says that it is ready', async (bed) => {
  const web = "ready: {log: 'ready on \\d+$'}\n    commands: ['echo ready on', 'sleep 3', 'touch up', 'echo ready on 80', 'sleep 1000']";

  const run = await bed.run(workflow(web, 'cat up'), '--timeout', '150s');

  expect(run.states).toEqual({ web: 'passed', use: 'passed' });
});

scenario('a step starts when the detached step before it is ready', async (bed) => {
  const run = await bed.run(
    `
    skip_clone: true
    steps:
      watch:
        image: busybox
        detach: true
        ready: {log: watching}
        commands: ['sleep 3', 'touch up', 'echo watching', 'sleep 1000']
      use:
        image: busybox
        commands: [cat up]
    `,
    '--timeout',
    '150s',
  );

  expect(run.states).toEqual({ watch: 'passed', use: 'passed' });
});

scenario('a service that does not become ready is the cause, with what its probe said and what to do', async (bed) => {
  const web = "ready: {tcp: 9, timeout: 4s}\n    commands: ['echo waiting for a license', 'exec sleep 1000']";

  const run = await bed.run(workflow(web, 'cat up'), '--timeout', '150s', '--stop-timeout', '2');

  expect(run.result('web')).toMatchObject({ state: 'failed', reason: 'NotReady', hint: expect.stringContaining('ready: false') });
  expect(run.result('web').message).toMatch(/^not ready in 4 s: Readiness probe failed: dial tcp \S+:9: .*refused/i);
  expect(run.result('web').lastLines).toContain('waiting for a license');
  expect(run.result('use')).toMatchObject({ state: 'skipped', message: 'web failed' });
  expect(run.status).toBe(1);
});

scenario('a service that ends before it is ready is the cause, even with exit code 0', async (bed) => {
  const web = "ready: {log: ready}\n    commands: ['echo set up']";

  const run = await bed.run(workflow(web, 'cat up'), '--timeout', '150s');

  expect(run.result('web')).toMatchObject({ state: 'failed', reason: 'NotReady', message: 'it ended before it was ready' });
  expect(run.result('use')).toMatchObject({ state: 'skipped', message: 'web failed' });
  expect(run.status).toBe(1);
});

scenario('nobody waits for the ports of a service that says so', async (bed) => {
  const run = await bed.run(workflow("ports: [9]\n    ready: false\n    commands: ['sleep 1000']", 'echo used'), '--timeout', '150s');

  expect(run.states).toEqual({ web: 'passed', use: 'passed' });
});
