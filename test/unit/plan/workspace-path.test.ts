import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../src/contract/objects.js';
import { workspaceOf } from '../../../src/plan/workspace-path.js';

describe('workspaceOf', () => {
  it('tells where in the volume of its claim a pod works', () => {
    expect(workspaceOf(podAt('/woodpecker/src/app'))).toEqual({
      volume: 'data',
      claim: 'claim',
      mountPath: '/woodpecker',
      path: 'src/app',
    });
    expect(workspaceOf(podAt('/woodpecker'))?.path).toBe('');
  });

  it.each(['/woodpecker/../etc', '/woodpecker/src/../../etc', '/woodpecker2', '/elsewhere'])(
    'takes no folder outside of the volume for a part of it: %s',
    (workspace) => {
      expect(workspaceOf(podAt(workspace))).toBeUndefined();
    },
  );
});

function podAt(workspace: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'build' },
    spec: {
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'claim' } }],
      containers: [
        {
          name: 'step',
          image: 'alpine',
          env: [{ name: 'CI_WORKSPACE', value: workspace }],
          volumeMounts: [{ name: 'data', mountPath: '/woodpecker' }],
        },
      ],
    },
  };
}
