import { describe, expect, it } from 'vitest';
import { adaptPod, parseServerVersion, withAppArmorAnnotation } from '../../../src/contract/adapt-pod.js';
import type { Pod } from '../../../src/contract/objects.js';

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

describe('adaptPod', () => {
  const pod = podWith({ appArmorProfile: { type: 'RuntimeDefault' } });

  it.each([
    [{ major: 1, minor: 29 }, true],
    [{ major: 1, minor: 30 }, false],
    [{ major: 2, minor: 0 }, false],
  ])('for %j writes the AppArmor profile as an annotation: %s', (version, isAnnotation) => {
    expect(Object.keys(adaptPod(pod, version).pod.metadata.annotations ?? {}).length > 1).toBe(isAnnotation);
  });

  it('tells what the server drops', () => {
    const term = { topologyKey: 'a', namespaceSelector: {}, labelSelector: {}, matchLabelKeys: ['a'] };
    const affinity: object = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
    const given: Pod = { ...pod, spec: { ...pod.spec, ...{ affinity, hostUsers: false } } };

    expect(adaptPod(given, { major: 1, minor: 20 }).losses).toEqual([
      'does not know hostUsers, which came with 1.25',
      'does not know namespaceSelector, which came with 1.21',
      'does not know matchLabelKeys, which came with 1.29',
    ]);
    expect(adaptPod(given, { major: 1, minor: 34 }).losses).toEqual([]);
  });

  it.each([
    ['1.20', { major: 1, minor: 20 }],
    ['v1.34.2', { major: 1, minor: 34 }],
    ['new', undefined],
  ])('the version %s', (text, version) => {
    expect(parseServerVersion(text)).toEqual(version);
  });
});
