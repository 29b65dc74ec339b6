import { describe, expect, it } from 'vitest';
import { KnownPods } from '../../../src/cluster/known-pods.js';
import type { Pod } from '../../../src/contract/objects.js';

function pod(name: string): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, uid: `uid-${name}`, resourceVersion: '1' }, spec: { containers: [] } };
}

describe('KnownPods', () => {
  it('says of a pod that a list has no more that nobody saw its end, and nothing of the kind where the watch told it', () => {
    const known = new KnownPods();
    known.replace([pod('a'), pod('b')], '5');

    const seen = known.delete(pod('a'));
    const [missing, listed] = known.replace([], '9');

    expect(seen).toEqual({ type: 'deleted', pod: pod('a') });
    expect(missing).toEqual({ type: 'deleted', pod: pod('b'), unseen: true });
    expect(listed).toEqual({ type: 'listed', pods: [], resourceVersion: '9' });
  });
});
