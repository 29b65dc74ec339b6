import { expect } from 'vitest';
import { throughProxy } from '../../bench/proxy.js';
import { scenario } from './scenario.js';

const STEPS = 6;
const SECRET = 'environment: { TOKEN: { from_secret: token } }, ';
const WORKFLOW = `
  skip_clone: true
  steps:
${Array.from({ length: STEPS }, (_, step) => `    s${step}: { image: alpine, ${step === 3 ? SECRET : ''}commands: ['sleep 2', 'echo done'] }`).join('\n')}
`;

/** Renewals of the Lease, what a pod costs that waits (its events and its claim are read), and one that is not gone at the end. */
const WITHOUT_NUMBER = [
  'get leases.coordination.k8s.io',
  'patch leases.coordination.k8s.io',
  'list events',
  'get persistentvolumeclaims',
  'delete pods',
];

scenario('a step costs four requests, one more with secrets, and a run ten', async (bed) => {
  await bed.write('workflow.yaml', WORKFLOW);

  const requests = await throughProxy(bed, {}, async (proxy, kubeconfig) => {
    const place = ['--kubeconfig', kubeconfig, '--namespace', bed.namespace];
    const podline = await bed.bare(['run', 'workflow.yaml', '--secret', 'token=open-sesame', '--output', 'json', ...place]);
    expect((await podline.end()).status).toBe(0);
    return proxy.requests;
  });

  const count = (access: string) => requests.filter((each) => each === access).length;
  // a pod whose image the node is slow to pull is attached to, and its log is asked for, again and again; the first step is not held
  const retries = Math.max(0, count('get pods/attach') - (STEPS - 1)) + Math.max(0, count('get pods/log') - STEPS);
  // a volume that its node holds on to is looked at again
  const looks = Math.max(0, count('list persistentvolumeclaims') - 1);
  const counted = requests.filter((each) => !WITHOUT_NUMBER.includes(each)).length - retries - looks;
  expect(counted, [...requests].sort().join('\n')).toBeLessThanOrEqual(4 * STEPS + 1 + 10);
  expect([count('create pods'), count('watch pods')]).toEqual([STEPS, 1]);
});
