import type { Cluster } from '../src/cluster/cluster.js';
import type { KubeObject, Pod } from '../src/contract/objects.js';
import { stampMs } from './runs.js';

const LABEL = 'bench/bare';

/** When the lines of a pod's log were written, by the clock of the node, in milliseconds since 1970. */
export interface BarePod {
  readonly first: number;
  readonly last: number;
}

/** What a script that knows Kubernetes does: creates a pod, watches it to its end, reads its log, creates the next. */
export async function runBarePods(cluster: Cluster, scripts: readonly string[]): Promise<readonly BarePod[]> {
  const pods: BarePod[] = [];
  const prefix = `bare-${Math.random().toString(36).slice(2, 8)}`;
  for (const [index, script] of scripts.entries()) pods.push(await runBarePod(cluster, { name: `${prefix}-${index}`, script }));
  return pods;
}

async function runBarePod(cluster: Cluster, { name, script }: { readonly name: string; readonly script: string }): Promise<BarePod> {
  await createBarePod(cluster, { name, script });
  await untilPod(cluster, name, ({ status }) => status?.phase === 'Succeeded' || status?.phase === 'Failed');
  const stamps: number[] = [];
  for await (const entries of cluster.followLog(name, { container: 'step', ended: () => true }))
    for (const entry of entries) if (entry.type === 'line') stamps.push(stampMs(entry.at));
  const [first = Number.NaN] = stamps;
  return { first, last: stamps.at(-1) ?? Number.NaN };
}

export async function createBarePod(cluster: Cluster, { name, script }: { readonly name: string; readonly script: string }): Promise<void> {
  const pod: KubeObject & { readonly spec: object } = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { [LABEL]: name } },
    spec: { restartPolicy: 'Never', containers: [{ name: 'step', image: 'alpine', command: ['/bin/sh', '-c', script] }] },
  };
  await cluster.create(pod);
}

/** Watches a bare pod until it looks as expected. */
export async function untilPod(cluster: Cluster, name: string, looks: (pod: Pod) => boolean): Promise<void> {
  const seen = new AbortController();
  for await (const change of cluster.watchPods(`${LABEL}=${name}`, { signal: seen.signal })) {
    const pods = change.type === 'listed' ? change.pods : [change.pod];
    if (pods.some(looks)) seen.abort();
  }
}
