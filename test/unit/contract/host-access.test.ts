import { describe, expect, it } from 'vitest';
import { hostAccess, hostAccessProblems } from '../../../src/contract/host-access.js';
import type { Pod, PodSpec } from '../../../src/contract/objects.js';

function podWith(spec: Partial<PodSpec>): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pl-0123456789-a-1' }, spec: { containers: [], ...spec } };
}

describe('hostAccess', () => {
  it.each([
    ['hostPath', { volumes: [{ name: 'root', hostPath: { path: '/' } }] }],
    ['hostNetwork', { hostNetwork: true }],
    ['hostPID', { hostPID: true }],
    ['hostIPC', { hostIPC: true }],
  ] as const)('finds %s', (access, spec) => {
    expect(hostAccess(podWith(spec))).toEqual([access]);
  });

  it('finds nothing in a pod that keeps to itself', () => {
    const pod = podWith({ hostNetwork: false, volumes: [{ name: 'workspace', persistentVolumeClaim: { claimName: 'pl-0123456789-a' } }] });

    expect(hostAccess(pod)).toEqual([]);
  });
});

describe('hostAccessProblems', () => {
  it('names what is not allowed, and leaves out what is', () => {
    const pod = podWith({ hostNetwork: true, hostPID: true });

    expect(hostAccessProblems(pod, ['hostPID'])).toEqual(['the pod asks for hostNetwork, which is not allowed']);
  });
});
