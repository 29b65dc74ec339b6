/** Started by embedded-state.test.ts: a program that runs an embedded cluster with one pod until it is ended. */
import { isPodlineError } from '../../src/errors.js';
import { LocalCluster } from '../../src/local/local-cluster.js';

const [stateRoot = '', runtime = ''] = process.argv.slice(2);

try {
  const cluster = await LocalCluster.start({ stateRoot, runtime: runtime === 'process' ? 'process' : 'process-unsafe' });
  await fetch(`${cluster.url}/api/v1/namespaces/default/pods`, {
    method: 'POST',
    headers: { authorization: `Bearer ${cluster.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      metadata: { name: 'sleeper' },
      spec: {
        restartPolicy: 'Never',
        containers: [
          {
            name: 'step',
            image: 'alpine',
            command: ['/bin/sh', '-c', 'echo started; sleep 4712 & sleep 4712; wait'],
            resources: { limits: { memory: '64Mi' } },
          },
        ],
      },
    }),
  });
  console.log('running');
  process.once('SIGTERM', () => void cluster.stop());
} catch (error) {
  console.log(isPodlineError(error) ? `${error.name} ${error.code}: ${error.message} (${error.hint})` : String(error));
}
