/** tsx bench/many-runs-child.ts KUBECONFIG NAMESPACE RUNS: runs of 5 steps at the same time, all of which have to pass. */
import { planOf } from '../chaos/plan-of.js';
import { KubeCluster } from '../src/cluster/kube-cluster.js';
import { run } from '../src/runner/run.js';
import { chainOf } from './runs.js';

const [kubeconfig = '', namespace = '', count = ''] = process.argv.slice(2);
const cluster = await KubeCluster.connect({ kubeconfig, env: {}, home: '/', namespace });
const workflow = chainOf(5, ['echo done']);
const reports = await Promise.all(
  Array.from({ length: Number(count) }, async () =>
    run(planOf(workflow, { namespace, platform: `linux/${process.arch === 'x64' ? 'amd64' : process.arch}` }), cluster, {
      holder: 'bench',
      onEvent: () => undefined,
    }),
  ),
);
cluster.close();
for (const { outcome, leftovers, steps } of reports)
  if (outcome !== 'succeeded' || leftovers.length > 0) {
    console.error(outcome, leftovers, steps);
    process.exitCode = 1;
  }
