import { expect } from 'vitest';
import { scenario } from './scenario.js';

/** The machine's own architecture, in the words of Kubernetes. */
const ARCH = process.arch === 'x64' ? 'amd64' : process.arch;

scenario('each axis of a matrix runs on the node that it selects, with its own variables', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    matrix:
      include:
        - { ARCH: ${ARCH}, GREETING: hello }
        - { ARCH: ${ARCH}, GREETING: hei }
    steps:
      greet:
        image: alpine
        commands: ['echo "\${GREETING} $ARCH"']
        backend_options:
          kubernetes:
            nodeSelector:
              kubernetes.io/arch: \${ARCH}
  `);

  expect(run.events[0]).toMatchObject({ axes: { 'workflow-1': { ARCH, GREETING: 'hello' }, 'workflow-2': { ARCH, GREETING: 'hei' } } });
  expect(run.log('workflow-1/greet')).toEqual([`hello ${ARCH}`]);
  expect(run.log('workflow-2/greet')).toEqual([`hei ${ARCH}`]);
  expect(run.status).toBe(0);
});

scenario('an axis that no node can run does not hold the others, and says what is missing', async (bed) => {
  const run = await bed.run(
    `
    skip_clone: true
    matrix:
      ARCH: [${ARCH}, s390x]
    steps:
      greet:
        image: alpine
        commands: [echo hello]
        backend_options: { kubernetes: { nodeSelector: { kubernetes.io/arch: '\${ARCH}' } } }
    `,
    // long enough for the pod that can run, however busy the node is
    '--schedule-timeout',
    '20s',
  );

  expect(run.states).toEqual({ 'workflow-1/greet': 'passed', 'workflow-2/greet': 'error' });
  expect(run.result('workflow-2/greet').reason).toBe('Unschedulable');
  expect(run.status).toBe(3);
});
