import { expect } from 'vitest';
import { kubectlOf } from './kubectl.js';
import { realScenario, scenario } from './scenario.js';

/** A workflow whose only step has these options. */
function stepWith(options: string, ...commands: readonly string[]): string {
  return `
    skip_clone: true
    steps:
      work:
        image: alpine
        commands: ${JSON.stringify(commands)}
        backend_options: { kubernetes: ${options} }
  `;
}

realScenario('requests and limits are those of the cgroup', async (bed) => {
  const options = '{ resources: { requests: { cpu: 50m, memory: 32Mi }, limits: { cpu: 500m, memory: 64Mi } } }';
  const read = (v2: string, v1: string) => `cat /sys/fs/cgroup/${v2} 2>/dev/null || cat /sys/fs/cgroup/${v1}`;

  const run = await bed.run(
    stepWith(
      options,
      read('memory.max', 'memory/memory.limit_in_bytes'),
      read('cpu.max', 'cpu/cpu.cfs_quota_us'),
      read('cpu.weight', 'cpu/cpu.shares'),
    ),
  );

  const [memory, cpu, weight] = run.log('work');
  expect(memory).toBe(String(64 * 1024 * 1024));
  expect(cpu).toMatch(/^50000( 100000)?$/);
  // 51 shares, or what that is as a weight
  expect(['51', '2', '3', '59']).toContain(weight);
  expect(run.status).toBe(0);
});

realScenario('the root of a step is read-only, and its workspace is not', async (bed) => {
  const options = '{ securityContext: { readOnlyRootFilesystem: true } }';

  const run = await bed.run(stepWith(options, 'touch /file 2>&1 || true', 'touch file && echo written'));

  expect(run.log('work')).toEqual([expect.stringContaining('Read-only file system'), 'written']);
  expect(run.status).toBe(0);
});

scenario('a tmpfs is a folder of the step', async (bed) => {
  const run = await bed.run(
    'skip_clone: true\nsteps: [{ name: work, image: alpine, tmpfs: ["/cache:size=1m"], commands: ["echo fast > /cache/file", "cat /cache/file"] }]',
  );

  expect(run.log('work')).toEqual(['fast']);
  expect(run.status).toBe(0);
});

realScenario('a tmpfs is in the memory of the node', async (bed) => {
  const run = await bed.run(
    'skip_clone: true\nsteps: [{ name: work, image: alpine, tmpfs: ["/cache:size=1m"], commands: ["grep /cache /proc/mounts"] }]',
  );

  expect(run.log('work')).toEqual([expect.stringMatching(/^tmpfs \/cache tmpfs /)]);
});

realScenario('capabilities that are dropped are gone', async (bed) => {
  const run = await bed.run(
    stepWith('{ securityContext: { capabilities: { drop: [ALL] } } }', 'grep CapEff /proc/self/status', 'chown 1 . 2>&1 || true'),
  );

  expect(run.log('work')).toEqual([expect.stringMatching(/^CapEff:\s+0+$/), expect.stringContaining('Operation not permitted')]);
  expect(run.status).toBe(0);
});

realScenario('a Secret of the namespace is a variable and a file', async (bed) => {
  const stringData = { token: 'open sesame' };
  await bed.give({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'native' }, ...{ stringData } });
  const options =
    '{ secrets: [{ name: native, key: token, target: { env: TOKEN } }, { name: native, key: token, target: { file: /run/secret/token } }] }';

  const run = await bed.run(
    stepWith(options, '[ "$TOKEN" = "open sesame" ] && echo same', '[ "$(cat /run/secret/token)" = "open sesame" ] && echo same'),
  );

  expect(run.log('work')).toEqual(['same', 'same']);
  expect(run.status).toBe(0);
});

realScenario('a step has the token of the service account that it names, and otherwise none', async (bed) => {
  await kubectlOf(bed.admin)('create', 'serviceaccount', 'builder', '--namespace', bed.namespace);
  const file = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';

  const named = await bed.run(stepWith('{ serviceAccountName: builder }', `cat ${file}`));
  const plain = await bed.run(stepWith('{}', `ls ${file} 2>&1 || true`));

  expect(named.log('work')).toEqual([bed.namespace]);
  expect(plain.log('work')).toEqual([expect.stringContaining('No such file')]);
});

realScenario('a runtime class and a priority class are those of the cluster', async (bed) => {
  const kubectl = kubectlOf(bed.admin);
  const name = 'podline-golden';
  const items = [
    { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name }, handler: 'runc' },
    { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value: 0 },
  ];
  await kubectl(
    'apply',
    '--server-side',
    '--filename',
    await bed.write('classes.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items })),
  );

  const run = await bed.run(stepWith(`{ runtimeClassName: ${name}, priorityClassName: ${name} }`, 'echo runs'));
  const refused = await bed.run(stepWith('{ runtimeClassName: absent }', 'echo never'));

  expect(run.log('work')).toEqual(['runs']);
  expect(run.status).toBe(0);
  expect(refused.result('work')).toMatchObject({ state: 'error', message: expect.stringContaining('absent') });
});

realScenario('two pipelines share a claim', async (bed) => {
  const accessModes = ['ReadWriteOnce'];
  const claim = { spec: { accessModes, resources: { requests: { storage: '16Mi' } } } };
  await bed.give({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'shared' }, ...claim });
  const step = (command: string, volume: string) => `steps: { work: { image: alpine, commands: ['${command}'], volumes: ['${volume}'] } }`;
  await bed.write('.woodpecker/first.yaml', `skip_clone: true\n${step('echo kept > /cache/file', 'shared:/cache')}`);
  await bed.write(
    '.woodpecker/second.yaml',
    `skip_clone: true\ndepends_on: [first]\n${step('cat /cache/file; touch /cache/other 2>&1 || true', 'shared:/cache:ro')}`,
  );

  const run = await (await bed.podline(['run', '--output', 'json'])).end();
  // the volume goes with its claim
  await kubectlOf(bed.admin)('delete', 'persistentvolumeclaim', 'shared', '--namespace', bed.namespace);

  expect(run.log('second/work')).toEqual(['kept', expect.stringContaining('Read-only file system')]);
  expect(run.status).toBe(0);
});

realScenario('names of hosts are those of the options, and services are found nevertheless', async (bed) => {
  const options =
    '{ hostAliases: [{ ip: 10.9.8.7, hostnames: [db] }], dnsConfig: { searches: [example.invalid], options: [{ name: ndots, value: 1 }] } }';

  const run = await bed.run(stepWith(options, 'grep -w db /etc/hosts', 'grep -E "^(search|options)" /etc/resolv.conf'));

  const [host, ...resolver] = run.log('work');
  expect(host).toMatch(/^10\.9\.8\.7\s+db/);
  expect(resolver.join('\n')).toMatch(/search .*\.svc\.cluster\.local.* example\.invalid/s);
  expect(resolver.join('\n')).toContain('ndots:1');
  expect(run.status).toBe(0);
});

realScenario('the restricted profile runs where the namespace enforces it, and without it the pod is refused', async (bed) => {
  await kubectlOf(bed.admin)('label', 'namespace', bed.namespace, 'pod-security.kubernetes.io/enforce=restricted');

  const workflow = `${stepWith('{}', 'id -u', 'touch file && echo written')}\n    workspace: { volume: none }`;

  const refused = await bed.run(workflow);
  const run = await bed.run(workflow, '--profile', 'restricted');

  expect(refused.result('work')).toMatchObject({
    state: 'error',
    reason: 'AdmissionDenied',
    message: expect.stringContaining('restricted'),
  });
  expect(refused.status).toBe(3);
  expect(run.log('work')).toEqual(['1000', 'written']);
  expect(run.status).toBe(0);
});

realScenario('defaults of a LimitRange in the pod are no drift', async (bed) => {
  const limits = [{ type: 'Container', default: { memory: '64Mi' }, defaultRequest: { memory: '32Mi' } }];
  const file = await bed.write(
    'limits.json',
    JSON.stringify({ apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'limits' }, spec: { limits } }),
  );
  await kubectlOf(bed.admin)('apply', '--namespace', bed.namespace, '--filename', file);

  const run = await bed.run(stepWith('{}', 'cat /sys/fs/cgroup/memory.max 2>/dev/null || cat /sys/fs/cgroup/memory/memory.limit_in_bytes'));

  expect(run.log('work')).toEqual([String(64 * 1024 * 1024)]);
  expect(run.status).toBe(0);
});

realScenario('an AppArmor profile that the node does not have is named in the words of the kubelet', async (bed) => {
  const options = '{ securityContext: { apparmorProfile: { type: Localhost, localhostProfile: k8s-apparmor-example-deny-write } } }';

  const run = await bed.run(stepWith(options, 'echo never'), '--schedule-timeout', '20s');

  expect(run.result('work').state).toBe('error');
  expect(run.result('work').message).toMatch(/AppArmor/i);
  expect(run.status).toBe(3);
});

realScenario('what a pod patch says is in the pod', async (bed) => {
  const run = await bed.run(stepWith('{ podPatch: { spec: { hostname: patched } } }', 'hostname'));

  expect(run.log('work')).toEqual(['patched']);
  expect(run.status).toBe(0);
});

realScenario('a pod patch gives a step the network of the node only where that is allowed', async (bed) => {
  const workflow = stepWith('{ podPatch: { spec: { hostNetwork: true } } }', 'cat /proc/net/dev | wc -l');

  const refused = await bed.run(workflow);
  const run = await bed.run(workflow, '--allow', 'hostNetwork');

  expect(refused.status).toBe(2);
  expect(refused.stderr).toMatch(/^workflow\.yaml:\d+:\d+ error\[host-access\] .*asks for hostNetwork, which is not allowed/m);
  expect(run.status).toBe(0);
});
