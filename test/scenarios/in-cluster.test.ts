import { expect } from 'vitest';
import { kubectlOf } from './kubectl.js';
import { realScenario } from './scenario.js';

const WORKFLOW = 'skip_clone: true\nsteps:\n  hello:\n    image: alpine\n    commands: [echo hello]\n';

realScenario('where there is no kubeconfig a pod uses its own service account', async (bed) => {
  const kubectl = kubectlOf(bed.admin);
  const here = ['--namespace', bed.namespace];
  await kubectl('create', 'rolebinding', 'runner', '--clusterrole=cluster-admin', `--serviceaccount=${bed.namespace}:default`, ...here);
  await bed.write('account/token', await kubectl('create', 'token', 'default', ...here));
  await bed.write(
    'account/ca.crt',
    await kubectl('get', 'configmap', 'kube-root-ca.crt', ...here, '--output', 'jsonpath={.data.ca\\.crt}'),
  );
  const [host = '', port = ''] = (
    await kubectl('get', 'service', 'kubernetes', '-n', 'default', '-o', 'jsonpath={.spec.clusterIP} {.spec.ports[0].port}')
  ).split(' ');
  // the place of the account is fixed: the program gets a /run of its own
  const mounts =
    'mount -t tmpfs tmpfs /run && mkdir -p /run/secrets/kubernetes.io && cp -r account /run/secrets/kubernetes.io/serviceaccount';

  const podline = await bed.bare(['run', 'workflow.yaml', ...here, '--output', 'json'], {
    files: { 'workflow.yaml': WORKFLOW },
    env: { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port },
    startedBy: ['unshare', '--mount', 'sh', '-c', `${mounts} && exec "$@"`, 'sh'],
  });
  const run = await podline.end();

  expect(run.stderr).toBe('');
  expect(run.events[0]).toMatchObject({ cluster: `https://${host}:${port}` });
  expect(run.log('hello')).toEqual(['hello']);
  expect(run.status).toBe(0);
});
