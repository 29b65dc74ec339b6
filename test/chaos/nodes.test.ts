import { expect, it, vi } from 'vitest';
import { type Bed, bedFrom } from '../../chaos/bed.js';
import { firstNode } from '../../chaos/second-node.js';
import { PATIENCE } from '../patience.js';

const bed = bedFrom(process.env);

/** These change the nodes of the cluster: nothing else may use it meanwhile. */
function onCluster(title: string, work: (bed: Bed) => Promise<void>): void {
  const name = `${title} (cluster of PODLINE_E2E_KUBECONFIG)`;
  if (bed) it(name, async () => work(bed));
  else it.skip(name);
}

onCluster('a step runs on a tainted node with the toleration of the documentation page, and not without', async (cluster) => {
  const { kubectl } = cluster;
  const workflow = (options: string) => `
    skip_clone: true
    workspace: { volume: none }
    steps:
      - name: build
        image: alpine
        commands: [echo tolerated]
        ${options}
  `;
  const toleration = `backend_options:
          kubernetes:
            tolerations:
              - key: 'key1'
                operator: 'Equal'
                value: 'value1'
                effect: 'NoSchedule'
                tolerationSeconds: 3600`;
  const node = await firstNode(cluster);
  await kubectl('taint', 'node', node, 'key1=value1:NoSchedule');
  try {
    await cluster.inNamespace(async (space) => {
      // a scheduler whose server was away a moment ago, as in the proofs before, hears of the taint later
      const without = await vi.waitFor(async () => {
        const run = await space.run(workflow(''), '--schedule-timeout', '9s');
        expect(run.status).not.toBe(0);
        return run;
      }, PATIENCE);
      const withIt = await space.run(workflow(toleration));

      expect(without.result('build')).toMatchObject({ state: 'error', reason: 'Unschedulable', message: expect.stringMatching(/taint/) });
      expect(without.result('build').hint).toContain('backend_options.kubernetes.tolerations');
      expect(withIt.log('build')).toEqual(['tolerated']);
      expect(withIt.status).toBe(0);
    });
  } finally {
    await kubectl('taint', 'node', node, 'key1-');
  }
});
