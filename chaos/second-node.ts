import { isPod } from '../src/contract/objects.js';
import type { Bed as NamespaceBed } from '../test/scenarios/bed.js';
import type { Bed } from './bed.js';

const NAME = 'podline-node2';
const HEARTBEAT_MS = 3000;
const ROOM = { cpu: '64', memory: '256Gi', pods: '500', 'ephemeral-storage': '1Ti' };

/** Works while the cluster has a second node with more room, which nothing runs on: it only says that it is ready. */
export async function withSecondNode(bed: Bed, work: (name: string) => Promise<void>): Promise<void> {
  const { kubectl } = bed;
  const labels = { 'kubernetes.io/hostname': NAME, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': await archOf(bed) };
  const beat = async (): Promise<void> => {
    const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const ready = {
      type: 'Ready',
      status: 'True',
      reason: 'Proof',
      message: 'kept ready by a proof',
      lastHeartbeatTime: now,
      lastTransitionTime: now,
    };
    const status = { status: { capacity: ROOM, allocatable: ROOM, conditions: [ready] } };
    await kubectl('patch', 'node', NAME, '--subresource=status', '--type=merge', '--patch', JSON.stringify(status));
  };
  await bed.inNamespace(async (space) => {
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: NAME, labels } };
    await kubectl('create', '--filename', await space.write('node.json', JSON.stringify(node)));
    let last: Promise<unknown> = beat();
    const timer = setInterval(() => {
      last = beat().catch(() => undefined);
    }, HEARTBEAT_MS);
    try {
      await kubectl('wait', '--for=condition=Ready', `node/${NAME}`, '--timeout=30s');
      await bed.eventually(async () => {
        const taints = await kubectl('get', 'node', NAME, '--output', 'jsonpath={.spec.taints}');
        if (taints.trim() !== '') throw new Error(`the second node has the taints ${taints}`);
      });
      await work(NAME);
    } finally {
      clearInterval(timer);
      await last;
      await kubectl('delete', 'node', NAME);
    }
  });
}

/** Where the scheduler puts a pod that has no wish. */
export async function nodeOfAnyPod(bed: Bed, space: NamespaceBed): Promise<string | undefined> {
  const spec = { containers: [{ name: 'any', image: 'alpine' }] };
  await space.cluster.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'any' }, ...{ spec } });
  const pod = await bed.eventually(async () => {
    const [found] = (await space.cluster.list('Pod')).filter(isPod);
    if (found?.spec.nodeName === undefined) throw new Error('the pod is not scheduled');
    return found;
  });
  await space.cluster.delete('Pod', 'any', { gracePeriodSeconds: 0 });
  return pod.spec.nodeName;
}

/** The name of the node that there is. */
export async function firstNode({ kubectl }: Bed): Promise<string> {
  return (await kubectl('get', 'nodes', '--output', 'jsonpath={.items[0].metadata.name}')).trim();
}

async function archOf({ kubectl }: Bed): Promise<string> {
  return (await kubectl('get', 'nodes', '--output', 'jsonpath={.items[0].metadata.labels.kubernetes\\.io/arch}')).trim();
}
