import { describe, expect, it } from 'vitest';
import { readPlan } from '../../../src/plan/read-plan.js';
import { neededSecrets, stepSecrets } from '../../../src/runner/secrets.js';
import { pipelineOf, podOf } from './synthesized.js';

function build() {
  const registries = {
    'private.test': { username: 'ci', password: { from_secret: 'Password' } },
    'other.test': { username: 'ci', password: { from_secret: 'other' } },
  };
  const pipeline = pipelineOf({ registries }, { pullSecretNames: ['agent'] });
  pipeline.step('private', { image: 'private.test/alpine' });
  pipeline.step('again', { image: 'private.test/busybox' });
  pipeline.step('public', { image: 'alpine' });
  return pipeline;
}

describe('credentials of registries', () => {
  it('are a pull secret of the pods whose image needs them, after those of the agent', () => {
    const pipeline = build();

    expect(podOf(pipeline, 'private').spec.imagePullSecrets).toEqual([
      { name: 'agent' },
      { name: expect.stringMatching(/^pl-\w{10}-build-r$/) },
    ]);
    expect(podOf(pipeline, 'public').spec.imagePullSecrets).toEqual([{ name: 'agent' }]);
    expect(podOf(pipeline, 'public').metadata.annotations).not.toHaveProperty(['podline.dev/registries']);
  });

  it('become one Secret of the pipeline when it runs, with those that are used', () => {
    const { plan } = readPlan(build().toJson());

    const [secret, ...others] = stepSecrets(plan, new Map([['password', 'pull-me']]));

    expect([...neededSecrets(plan)]).toEqual(['password']);
    expect(secret).toMatchObject({ type: 'kubernetes.io/dockerconfigjson', immutable: true, metadata: { name: `pl-${plan.run}-build-r` } });
    expect(JSON.parse(Buffer.from(secret?.data['.dockerconfigjson'] ?? '', 'base64').toString())).toEqual({
      auths: { 'private.test': { username: 'ci', password: 'pull-me' } },
    });
    expect(others).toEqual([]);
  });

  it('are asked for where they have no value', () => {
    const { plan } = readPlan(build().toJson());

    expect(() => stepSecrets(plan, new Map())).toThrow(
      expect.objectContaining({
        diagnostics: [expect.objectContaining({ message: 'secret "Password" of step "private", "again" has no value' })],
      }),
    );
  });
});
