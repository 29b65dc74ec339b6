import { randomBytes } from 'node:crypto';
import { KubeCluster } from '../src/cluster/kube-cluster.js';
import { kubectlOf } from '../test/scenarios/kubectl.js';

/**
 * Rejects while the scheduler does not put a pod with a new volume on a node. One that has not heard of a volume lets its
 * pod wait for five minutes, whatever happens meanwhile; the next pod with the next volume need not.
 */
export async function scheduleProbe(kubeconfig: string, namespace: string): Promise<void> {
  const name = `probe-${randomBytes(4).toString('hex')}`;
  const cluster = await KubeCluster.connect({ kubeconfig, namespace, env: {}, home: '/' });
  const spec = {
    restartPolicy: 'Never',
    containers: [{ name: 'probe', image: 'alpine', command: ['true'] }],
    volumes: [{ name: 'probe', persistentVolumeClaim: { claimName: name } }],
  };
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } };
  try {
    await cluster.create({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name }, ...{ spec: claim } });
    await cluster.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, ...{ spec } });
    await kubectlOf(kubeconfig)('wait', '--for=condition=PodScheduled', `pod/${name}`, '--namespace', namespace, '--timeout=5s');
  } finally {
    await cluster.delete('Pod', name, { gracePeriodSeconds: 0 }).catch(() => undefined);
    await cluster.delete('PersistentVolumeClaim', name).catch(() => undefined);
    cluster.close();
  }
}
