import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../src/contract/objects.js';
import { withAppArmorAnnotation } from '../../../src/runner/adapt-plan.js';

function podWith(securityContext: Pod['spec']['securityContext']): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', annotations: { kept: 'yes' } },
    spec: { containers: [], securityContext },
  };
}

describe('withAppArmorAnnotation', () => {
  it.each([
    [{ type: 'Localhost', localhostProfile: 'k8s-apparmor-example-deny-write' }, 'localhost/k8s-apparmor-example-deny-write'],
    [{ type: 'RuntimeDefault' }, 'runtime/default'],
    [{ type: 'Unconfined' }, 'unconfined'],
  ])('writes %j as the annotation of the step container', (appArmorProfile, annotation) => {
    const { metadata, spec } = withAppArmorAnnotation(podWith({ appArmorProfile }));

    expect(metadata.annotations).toEqual({ kept: 'yes', 'container.apparmor.security.beta.kubernetes.io/step': annotation });
    expect(spec.securityContext).toEqual({});
  });

  it('leaves a pod without a profile as it is', () => {
    const pod = podWith(undefined);

    expect(withAppArmorAnnotation(pod)).toBe(pod);
  });
});
