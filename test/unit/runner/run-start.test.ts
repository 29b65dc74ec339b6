import { expect, it } from 'vitest';
import { maskOf } from '../../../src/runner/mask.js';
import { startOf } from '../../../src/runner/run-start.js';
import { pipelineOf, planOf, podOf, stepOf } from './plans.js';

type Variables = Readonly<Record<string, string>>;

function startWith(...environments: readonly Variables[]) {
  const steps = environments.map((variables, index) => {
    const pod = podOf(`s${index}`);
    const env = Object.entries(variables).map(([name, value]) => ({ name, value }));
    const containers = pod.spec.containers.map((container) => ({ ...container, env }));
    return stepOf(`s${index}`, { pod: { ...pod, spec: { ...pod.spec, containers } } });
  });
  return startOf(planOf(pipelineOf(steps)), { cluster: { name: 'here' }, at: 1, mask: maskOf(['hunter2']) });
}

it('a run begins by telling the image of each step, and the CI variables that all have in common', () => {
  const start = startWith(
    { CI_COMMIT_BRANCH: 'main', CI_STEP_NAME: 'a', PATH: '/bin' },
    { CI_COMMIT_BRANCH: 'main', CI_STEP_NAME: 'b', PATH: '/bin' },
  );

  expect(start).toMatchObject({ steps: [{ step: 's0', image: 'alpine' }, { step: 's1' }], environment: { CI_COMMIT_BRANCH: 'main' } });
  expect(start).not.toHaveProperty('environment.CI_STEP_NAME');
  expect(start).not.toHaveProperty('environment.PATH');
});

it('a run tells no secret among its variables', () => {
  const start = startWith({ CI_COMMIT_MESSAGE: 'use hunter2', CI_NETRC_PASSWORD: 'x', CI_MY_TOKEN: 'x', CI_API_SECRET: 'x' });

  expect(start).toHaveProperty('environment', { CI_COMMIT_MESSAGE: 'use ********' });
});
