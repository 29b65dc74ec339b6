import { expect } from 'vitest';
import { kubectlOf } from './kubectl.js';
import { realScenario } from './scenario.js';

const PRIVILEGED = `
  skip_clone: true
  steps:
    work: { image: alpine, privileged: true, commands: [echo never] }
`;

// from Kubernetes 1.23 on
realScenario('what an admission policy forbids is told in its words', async (bed) => {
  const label = 'pod-security.kubernetes.io/enforce=restricted';
  await kubectlOf(bed.admin)('label', 'namespace', bed.namespace, label);

  const run = await bed.run(PRIVILEGED);

  expect(run.result('work')).toMatchObject({
    state: 'error',
    reason: 'AdmissionDenied',
    message: expect.stringMatching(/violates PodSecurity "restricted:latest": privileged/),
  });
  expect(run.status).toBe(3);
});
