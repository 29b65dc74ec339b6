import { expect } from 'vitest';
import type { Reason } from '../../src/report/events.js';
import { kubectlOf } from './kubectl.js';
import { realScenario, scenario } from './scenario.js';

/** A pipeline whose only step can not start. */
function stepWith(fields: string): string {
  return `
    skip_clone: true
    steps:
      work:
        ${fields}
        commands: [echo never]
  `;
}

interface Refusal {
  readonly reason: Reason;
  readonly message: RegExp;
}

const refused = ({ reason, message }: Refusal) => ({ state: 'error', reason, message: expect.stringMatching(message) });

scenario('an image that the registry does not have ends the run at once', async (bed) => {
  const run = await bed.run(stepWith('image: registry.invalid/absent'));

  expect(run.result('work')).toMatchObject(refused({ reason: 'ImagePull', message: /registry\.invalid\/absent.*not found/ }));
  expect(run.status).toBe(3);
});

scenario('an image name that is none ends the run at once', async (bed) => {
  const run = await bed.run(stepWith('image: Not/An:Image:Name'));

  expect(run.result('work')).toMatchObject(refused({ reason: 'ImagePull', message: /Not\/An:Image:Name/ }));
  expect(run.status).toBe(3);
});

scenario('a key that an existing Secret does not have is named', async (bed) => {
  await bed.give({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'credentials' } });

  const run = await bed.run(
    stepWith(
      'image: alpine, backend_options: { kubernetes: { secrets: [{ name: credentials, key: password, target: { env: PASSWORD } }] } }',
    ).replace('image: alpine, ', 'image: alpine\n        '),
  );

  expect(run.result('work')).toMatchObject(refused({ reason: 'SecretMissing', message: /password/ }));
  expect(run.status).toBe(3);
});

scenario('a node selector that no node has is waited for, and then told', async (bed) => {
  const workflow = stepWith('image: alpine\n        backend_options: { kubernetes: { nodeSelector: { disk: golden } } }');

  // on a busy node the scheduler's first word is that the volume is not bound yet
  const run = await bed.run(workflow, '--schedule-timeout', '9s');

  expect(run.events).toContainEqual(expect.objectContaining({ type: 'step-waiting', step: 'work', reason: 'Unschedulable' }));
  expect(run.result('work')).toMatchObject(refused({ reason: 'Unschedulable', message: /0\/1 nodes are available/ }));
  expect(run.status).toBe(3);
});

scenario('more memory than any node has is told with the way out', async (bed) => {
  const workflow = stepWith('image: alpine\n        backend_options: { kubernetes: { resources: { requests: { memory: 900Ti } } } }');

  const run = await bed.run(workflow, '--schedule-timeout', '9s');

  expect(run.result('work')).toMatchObject(refused({ reason: 'Unschedulable', message: /Insufficient memory/ }));
  expect(run.result('work').hint).toContain('resources.requests');
  expect(run.status).toBe(3);
});

scenario('a claim that is not there is named', async (bed) => {
  const run = await bed.run(stepWith('image: alpine\n        volumes: [no-such-claim:/cache]'), '--schedule-timeout', '3s');

  expect(run.result('work')).toMatchObject(refused({ reason: 'VolumeUnbound', message: /no-such-claim/ }));
  expect(run.status).toBe(3);
});

realScenario('a service account that is not there is named', async (bed) => {
  const run = await bed.run(stepWith('image: alpine\n        backend_options: { kubernetes: { serviceAccountName: nobody } }'));

  expect(run.result('work')).toMatchObject(refused({ reason: 'AdmissionDenied', message: /nobody/ }));
  expect(run.status).toBe(3);
});

realScenario('a quota is waited for, and then told with its numbers', async (bed) => {
  await kubectlOf(bed.admin)('create', 'quota', 'none', '--hard=pods=0', '--namespace', bed.namespace);

  const run = await bed.run(stepWith('image: alpine'), '--schedule-timeout', '3s');

  expect(run.result('work')).toMatchObject(refused({ reason: 'Quota', message: /none.*limited: pods=0/ }));
  expect(run.status).toBe(3);
});
