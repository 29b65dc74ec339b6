import { describe, expect, it } from 'vitest';
import type { Pod, PodSpec } from '../../../src/contract/objects.js';
import { pinnedTo, volumeNode } from '../../../src/runner/node-pin.js';

function podOn(
  nodeName: string | undefined,
  { createdAt = '2026-01-01T00:00:00Z', reason }: { createdAt?: string; reason?: string } = {},
): Pod {
  const spec: PodSpec = { containers: [], nodeName };
  const metadata = { name: `on-${nodeName}`, creationTimestamp: createdAt };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec, status: { phase: reason ? 'Failed' : 'Running', reason } };
}

describe('volumeNode', () => {
  it('is the node of the pod that was created first', () => {
    const later = { pod: podOn('b', { createdAt: '2026-01-01T00:00:05Z' }), gone: false };
    const first = { pod: podOn('a'), gone: true };

    expect(volumeNode([later, first])).toBe('a');
  });

  it('is not known before a pod is scheduled', () => {
    expect(volumeNode([{ pod: podOn(undefined), gone: false }])).toBeUndefined();
  });

  it('is not a node that was lost', () => {
    expect(volumeNode([{ pod: podOn('a', { reason: 'NodeLost' }), gone: false }])).toBeUndefined();
  });
});

describe('pinnedTo', () => {
  it('binds a pod to a node by its name', () => {
    const { affinity } = pinnedTo(podOn(undefined), 'a').spec;

    expect(affinity).toEqual({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'] }] }],
        },
      },
    });
  });

  it('keeps what the step asks for: the node must suit each of its alternatives', () => {
    const pod = podOn(undefined);
    const terms = [{ matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['z'] }] }, {}];
    const asking = {
      ...pod,
      spec: { ...pod.spec, affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } } },
    };

    const pinned = pinnedTo(asking, 'a').spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;

    expect(pinned?.map(({ matchFields }) => matchFields?.length)).toEqual([2, 1]);
  });
});
