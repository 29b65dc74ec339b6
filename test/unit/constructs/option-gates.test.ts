import { describe, expect, it } from 'vitest';
import { pipelineOf, problemsOf, stepPod } from './synthesized.js';

const kubernetes = {
  labels: { team: 'a' },
  annotations: { note: 'a' },
  nodeSelector: { disk: 'ssd' },
  tolerations: [{ operator: 'Exists' }],
  affinity: { podAntiAffinity: {} },
  runtimeClassName: 'kata',
  serviceAccountName: 'builder',
  secrets: [{ name: 'aws' }],
};

describe('an option that the agent does not allow', () => {
  it('is refused with the path of its step and the name of the setting', () => {
    const build = pipelineOf({}, { runtimeClassAllowFromStep: false, allowNativeSecrets: false });
    build.step('test', { image: 'alpine', kubernetes });

    expect(problemsOf(build)).toEqual([
      '[build/test] "kubernetes.runtimeClassName" is not allowed from a step: the agent allows it with WOODPECKER_BACKEND_K8S_RUNTIME_CLASS_ALLOW_FROM_STEP=true, or --runtime-class-allow-from-step true',
      '[build/test] "kubernetes.secrets" is not allowed from a step: the agent allows it with WOODPECKER_BACKEND_K8S_ALLOW_NATIVE_SECRETS=true, or --allow-native-secrets true',
    ]);
  });

  it('is not in the pod in the compatibility with Woodpecker 3, which allows tolerations only', () => {
    const settings = { compat: 'woodpecker-3', podAnnotations: { 'example.com/a': 'agent' } } as const;

    const { metadata, spec } = stepPod({ kubernetes }, { settings });

    expect(metadata.labels).not.toHaveProperty('team');
    expect(metadata.annotations).toMatchObject({ 'example.com/a': 'agent' });
    expect(metadata.annotations).not.toHaveProperty('note');
    expect(spec.nodeSelector).toEqual({ 'kubernetes.io/arch': 'amd64' });
    expect(spec).toMatchObject({ tolerations: [{ operator: 'Exists' }] });
    for (const field of ['affinity', 'runtimeClassName', 'serviceAccountName']) expect(spec).not.toHaveProperty(field);
    expect(spec.containers[0]).not.toHaveProperty('envFrom');
  });
});
