import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../src/contract/objects.js';
import { podSecurityViolations } from '../../../src/contract/pod-security.js';

const RESTRICTED = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
  capabilities: { drop: ['ALL'] },
};

function podWith(spec: object, securityContext: object = {}): Pod {
  const containers = [{ name: 'step', image: 'alpine', securityContext: { ...RESTRICTED, ...securityContext } }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers, ...spec } };
}

function rules(pod: Pod, profile: 'baseline' | 'restricted'): readonly string[] {
  return podSecurityViolations(pod, profile).map(({ rule, what }) => `${rule}: ${what}`);
}

describe('podSecurityViolations', () => {
  it('finds nothing in a pod that keeps to the restricted profile', () => {
    expect(rules(podWith({ volumes: [{ name: 'a', emptyDir: {} }] }), 'restricted')).toEqual([]);
  });

  it.each<[string, Pod, string]>([
    ['hostNetwork', podWith({ hostNetwork: true }), 'Host Namespaces: hostNetwork'],
    ['hostPID', podWith({ hostPID: true }), 'Host Namespaces: hostPID'],
    ['hostIPC', podWith({ hostIPC: true }), 'Host Namespaces: hostIPC'],
    ['privileged', podWith({}, { privileged: true }), 'Privileged Containers: privileged of container "step"'],
    [
      'a capability',
      podWith({}, { capabilities: { add: ['NET_RAW'], drop: ['ALL'] } }),
      'Capabilities: capabilities.add of container "step"',
    ],
    ['a host path', podWith({ volumes: [{ name: 'a', hostPath: { path: '/' } }] }), 'HostPath Volumes: volume "a"'],
    [
      'a host port',
      podWith({ containers: [{ name: 'b', image: 'a', securityContext: RESTRICTED, ports: [{ containerPort: 1, hostPort: 1 }] }] }),
      'Host Ports: ports.hostPort of container "b"',
    ],
    ['no AppArmor', podWith({ securityContext: { appArmorProfile: { type: 'Unconfined' } } }), 'AppArmor: appArmorProfile of the pod'],
    ['SELinux', podWith({}, { seLinuxOptions: { type: 'spc_t' } }), 'SELinux: seLinuxOptions of container "step"'],
    ['/proc', podWith({}, { procMount: 'Unmasked' }), '/proc Mount Type: procMount of container "step"'],
    ['no seccomp', podWith({}, { seccompProfile: { type: 'Unconfined' } }), 'Seccomp: seccompProfile of container "step"'],
    ['a sysctl', podWith({ securityContext: { sysctls: [{ name: 'kernel.msgmax' }] } }), 'Sysctls: sysctls of the pod'],
  ])('%s breaks the baseline', (_, pod, violation) => {
    expect(rules(pod, 'baseline')).toEqual([violation]);
    expect(rules(pod, 'restricted')).toContain(violation);
  });

  it.each<[string, Pod, string]>([
    [
      'privilege escalation',
      podWith({}, { allowPrivilegeEscalation: undefined }),
      'Privilege Escalation: allowPrivilegeEscalation of container "step"',
    ],
    ['root', podWith({}, { runAsNonRoot: undefined }), 'Running as Non-root: runAsNonRoot of container "step"'],
    ['the user root', podWith({ securityContext: { runAsUser: 0 } }), 'Running as Non-root user: runAsUser of container "step"'],
    ['seccomp without a profile', podWith({}, { seccompProfile: undefined }), 'Seccomp: seccompProfile of container "step"'],
    ['capabilities', podWith({}, { capabilities: {} }), 'Capabilities: capabilities.drop of container "step"'],
    [
      'an init container',
      podWith({ initContainers: [{ name: 'i', image: 'a', securityContext: { ...RESTRICTED, runAsUser: 0 } }] }),
      'Running as Non-root user: runAsUser of container "i"',
    ],
    ['a volume', podWith({ volumes: [{ name: 'a', nfs: { server: 'a', path: '/' } }] }), 'Volume Types: nfs of volume "a"'],
  ])('%s breaks the restricted profile only', (_, pod, violation) => {
    expect(rules(pod, 'baseline')).toEqual([]);
    expect(rules(pod, 'restricted')).toEqual([violation]);
  });

  it('lets the pod speak for its containers', () => {
    const securityContext = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
    const pod = podWith({ securityContext }, { runAsNonRoot: undefined, seccompProfile: undefined });

    expect(rules(pod, 'restricted')).toEqual([]);
  });
});
