import { expect } from 'vitest';
import { scenario } from './scenario.js';

const WORKFLOW = `
  skip_clone: true
  steps:
    work: { image: alpine, commands: ['echo begun', 'id -u', 'sleep 1000'] }
`;

scenario('the variables of the agent shape the volume and the pods', async (bed) => {
  const env = {
    WOODPECKER_BACKEND_K8S_NAMESPACE: bed.namespace,
    WOODPECKER_BACKEND_K8S_VOLUME_SIZE: '32Mi',
    WOODPECKER_BACKEND_K8S_STORAGE_RWX: 'false',
    WOODPECKER_BACKEND_K8S_POD_LABELS: '{"example.com/team":"build"}',
    WOODPECKER_BACKEND_K8S_POD_ANNOTATIONS: '{"example.com/cost":"low"}',
  };
  const args = ['run', 'workflow.yaml', '--kubeconfig', bed.kubeconfig];
  const podline = await bed.bare(args, { files: { 'workflow.yaml': WORKFLOW }, env });
  await podline.until('begun');

  const [pod] = await bed.cluster.list('Pod');
  const [claim] = await bed.cluster.list('PersistentVolumeClaim');
  podline.signal('SIGTERM');
  await podline.end();

  expect(pod?.metadata.labels).toMatchObject({ 'example.com/team': 'build' });
  expect(pod?.metadata.annotations).toMatchObject({ 'example.com/cost': 'low' });
  expect(claim).toMatchObject({ spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '32Mi' } } } });
});

scenario('a flag goes before the variable that it stands for', async (bed) => {
  const env = { WOODPECKER_BACKEND_K8S_NAMESPACE: 'no-such-namespace', WOODPECKER_BACKEND_K8S_VOLUME_SIZE: '1Pi' };
  const args = ['run', 'workflow.yaml', '--volume-size', '16Mi'];
  const podline = await bed.podline(args, { files: { 'workflow.yaml': WORKFLOW }, env });
  await podline.until('begun');

  const [claim] = await bed.cluster.list('PersistentVolumeClaim');
  podline.signal('SIGTERM');
  await podline.end();

  expect(claim).toMatchObject({ spec: { resources: { requests: { storage: '16Mi' } } } });
});
