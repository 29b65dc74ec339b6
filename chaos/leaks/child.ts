/** Runs a pipeline many times, and prints what this process uses when it is warm and at the end: KUBECONFIG NAMESPACE WARM RUNS. */
import { KubeCluster } from '../../src/cluster/kube-cluster.js';
import { run } from '../../src/runner/run.js';
import { planOf } from '../plan-of.js';

/** What a process uses. */
export interface Usage {
  readonly memoryMiB: number;
  readonly sockets: number;
}

const WORKFLOW = `
skip_clone: true
steps:
  first: { image: alpine, commands: ['echo first'] }
  second: { image: alpine, commands: ['echo second'] }
`;

const [kubeconfig, namespace = '', ...counts] = process.argv.slice(2);
const [warm = 0, runs = 0] = counts.map(Number);
const cluster = await KubeCluster.connect({ kubeconfig, namespace, env: {}, home: '/' });
let before = usage();
for (let index = 1; index <= warm + runs; index++) {
  const plan = planOf(WORKFLOW, { namespace, platform: 'linux/amd64' });
  const { outcome } = await run(plan, cluster, { holder: 'chaos', onEvent: () => undefined });
  if (outcome !== 'succeeded') throw new Error(`run ${index} ended as ${outcome}`);
  if (index === warm) before = usage();
}
process.stdout.write(JSON.stringify({ before, after: usage() }));
cluster.close();

function usage(): Usage {
  globalThis.gc?.();
  const sockets = process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;
  return { memoryMiB: process.memoryUsage().rss / 1024 ** 2, sockets };
}
