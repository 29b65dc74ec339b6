import { describe, expect, it } from 'vitest';
import { misfits } from '../../../../src/local/controllers/fit.js';
import type { LocalPod, LocalPodSpec } from '../../../../src/local/pod.js';

const NODE = {
  name: 'local',
  labels: { 'kubernetes.io/arch': 'amd64' },
  taints: [{ key: 'ci', value: 'only', effect: 'NoSchedule' }],
  allocatable: { cpu: 2, memory: 1024 ** 3, pods: 3 },
};
const TOLERANT = { tolerations: [{ key: 'ci', operator: 'Exists' }] } as const;

function pod(spec: Partial<LocalPodSpec>, requests: Readonly<Record<string, string>> = {}): LocalPod {
  const containers = [{ name: 'step', image: 'alpine', resources: { requests } }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', namespace: 'ns', uid: 'u' },
    spec: { containers, ...TOLERANT, ...spec },
    status: {},
  };
}

const affinity = (
  ...matchExpressions: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[]
) => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } } },
});
const pinned = (node: string) => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }],
      },
    },
  },
});
const ARCH = 'kubernetes.io/arch';
const WRONG_NODE = ["1 node(s) didn't match Pod's node affinity/selector"];

describe('misfits', () => {
  it.each([
    ['an ordinary pod', pod({}), []],
    ['a matching selector', pod({ nodeSelector: { [ARCH]: 'amd64' } }), []],
    ['another architecture', pod({ nodeSelector: { [ARCH]: 'arm64' } }), WRONG_NODE],
    ['affinity In', pod(affinity({ key: ARCH, operator: 'In', values: ['amd64'] })), []],
    ['affinity NotIn', pod(affinity({ key: ARCH, operator: 'NotIn', values: ['amd64'] })), WRONG_NODE],
    ['affinity Exists', pod(affinity({ key: ARCH, operator: 'Exists' })), []],
    ['affinity DoesNotExist', pod(affinity({ key: ARCH, operator: 'DoesNotExist' })), WRONG_NODE],
    ['its own name', pod(pinned('local')), []],
    ['the name of another node', pod(pinned('other')), WRONG_NODE],
    ['no toleration', pod({ tolerations: [] }), ['1 node(s) had untolerated taint {ci: only}']],
    ['a toleration of another value', pod({ tolerations: [{ key: 'ci', value: 'x' }] }), ['1 node(s) had untolerated taint {ci: only}']],
    ['a toleration of everything', pod({ tolerations: [{ operator: 'Exists' }] }), []],
    ['all cores', pod({}, { cpu: '2' }), []],
    ['too much', pod({}, { cpu: '2100m', memory: '2Gi' }), ['1 Insufficient cpu', '1 Insufficient memory']],
  ])('of %s are %j', (_, candidate, reasons) => {
    expect(misfits(candidate, NODE, [])).toEqual(reasons);
  });

  it('count what other pods have taken', () => {
    const other = pod({}, { cpu: '1500m' });

    expect(misfits(pod({}, { cpu: '600m' }), NODE, [other])).toEqual(['1 Insufficient cpu']);
    expect(misfits(pod({}), NODE, [other, other])).toEqual([]);
    expect(misfits(pod({}), NODE, [other, other, other])).toEqual(['1 Too many pods']);
  });

  it('take a limit for a request where there is none, and the largest init container', () => {
    const limited = { name: 'i', image: 'alpine', resources: { limits: { cpu: '3' } } };

    expect(misfits(pod({ containers: [limited] }), NODE, [])).toEqual(['1 Insufficient cpu']);
    expect(misfits(pod({ initContainers: [limited, limited] }), { ...NODE, allocatable: { ...NODE.allocatable, cpu: 3 } }, [])).toEqual([]);
  });
});
