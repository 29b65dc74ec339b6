import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JsonObject, jsonObject } from '../../src/local/objects.js';
import { canShutIn, EmbeddedCluster, sh } from './embedded-cluster.js';

let cluster: EmbeddedCluster;
beforeAll(async () => {
  cluster = await EmbeddedCluster.start({
    node: { cpu: '2', memory: '1Gi', taints: [{ key: 'ci', value: 'only', effect: 'NoSchedule' }] },
  });
});
afterAll(async () => cluster.stop());

const TOLERATIONS = [{ key: 'ci', operator: 'Equal', value: 'only', effect: 'NoSchedule' }];
const shutIn = await canShutIn();

/** Creates a pod that tolerates the node's taint. */
async function createPod(name: string, step: object, spec: object = {}): Promise<void> {
  await cluster.createPod(name, step, {
    spec: { containers: [{ name: 'step', image: 'alpine', ...step }], tolerations: TOLERATIONS, ...spec },
  });
}

const condition = (type: string) => expect.objectContaining({ type });

describe('a pod', () => {
  it.each([
    [0, 'Succeeded', 'Completed', 'PodCompleted'],
    [3, 'Failed', 'Error', 'PodFailed'],
  ])('whose command exits with %i ends as %s', async (exitCode, phase, reason, readyReason) => {
    await createPod(`exits-${exitCode}`, sh(`exit ${exitCode}`));

    const { status } = await cluster.ended(`exits-${exitCode}`);

    expect(status.phase).toBe(phase);
    expect(status.containerStatuses).toMatchObject([
      { name: 'step', ready: false, restartCount: 0, state: { terminated: { exitCode, reason, containerID: expect.any(String) } } },
    ]);
    expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'False', reason: readyReason }));
  });

  it('tells the signal that killed it in its exit code', async () => {
    // A child of the first process: that one itself cannot be killed from inside. Kubernetes makes `$` of `$$`.
    await createPod('signalled', sh("sh -c 'kill -9 $$$$'"));

    const { status } = await cluster.ended('signalled');

    expect(status.containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(137);
  });

  it('runs its init containers one after the other, and not itself when one fails', async () => {
    const init = (name: string, script: string) => ({ name, image: 'alpine', ...sh(script) });
    await createPod('init', sh('echo never'), { initContainers: [init('one', 'echo 1'), init('two', 'exit 4'), init('three', 'echo 3')] });

    const { status } = await cluster.ended('init');

    expect(status.phase).toBe('Failed');
    expect(status.initContainerStatuses).toMatchObject([
      { name: 'one', state: { terminated: { exitCode: 0 } } },
      { name: 'two', state: { terminated: { exitCode: 4 } } },
      { name: 'three', state: { waiting: {} } },
    ]);
    expect(status.containerStatuses).toMatchObject([{ state: { waiting: { reason: 'PodInitializing' } } }]);
    expect(status.conditions).toContainEqual(
      expect.objectContaining({ type: 'Initialized', status: 'False', message: 'containers with incomplete status: [two three]' }),
    );
  });

  it('ends with DeadlineExceeded when it runs too long', async () => {
    await createPod('slow', sh('sleep 100'), { activeDeadlineSeconds: 1 });

    const { status } = await cluster.until('slow', ({ status: s }) => s.containerStatuses?.[0]?.state?.terminated !== undefined);

    expect(status).toMatchObject({
      phase: 'Failed',
      reason: 'DeadlineExceeded',
      message: 'Pod was active on the node longer than the specified deadline',
      containerStatuses: [{ state: { terminated: { exitCode: 137, reason: 'Error' } } }],
    });
  });

  it('without a command says that there are no images here', async () => {
    await createPod('plugin', {});

    const { status } = await cluster.ended('plugin');

    expect(status.containerStatuses?.[0]?.state?.terminated).toMatchObject({
      exitCode: 128,
      reason: 'StartError',
      message: 'the embedded cluster runs no images, and the container "step" of pod plugin has no command',
    });
  });

  it('whose program is missing ends with StartError', async () => {
    await createPod('typo', { command: ['/nope'] });

    const { status } = await cluster.ended('typo');

    expect(status.containerStatuses?.[0]?.state?.terminated).toMatchObject({
      reason: 'StartError',
      message: 'exec: "/nope": stat /nope: no such file or directory',
    });
  });
});

describe('a deleted pod', () => {
  it('gets SIGTERM, is shown as terminating, and goes when it has ended', async () => {
    await createPod('polite', sh('trap "echo bye; exit 7" TERM; echo ready; while :; do sleep 0.05; done'), {
      terminationGracePeriodSeconds: 30,
    });
    await cluster.said('polite', 'ready');
    const log = await cluster.open('GET', 'pods/polite/log?follow=true');
    const gone = cluster.gone('polite');

    const { body } = await cluster.request('DELETE', 'pods/polite');
    await gone;

    expect(body.metadata).toMatchObject({ deletionTimestamp: expect.any(String), deletionGracePeriodSeconds: 30 });
    expect(await log.text()).toBe('ready\nbye\n');
    expect((await cluster.request('GET', 'pods/polite')).code).toBe(404);
  });

  it('is killed after the grace period', async () => {
    await createPod('deaf', sh('trap "" TERM; echo ready; while :; do sleep 0.05; done'));
    await cluster.said('deaf', 'ready');

    await cluster.request('DELETE', 'pods/deaf?gracePeriodSeconds=1');
    const { status } = await cluster.until('deaf', ({ status: s }) => s.containerStatuses?.[0]?.state?.terminated !== undefined);

    expect(status.containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(137);
  });

  it('takes over a shorter grace period and no other, though its node keeps to the first', async () => {
    await createPod('patient', sh('trap "sleep 1.5; exit 7" TERM; echo ready; while :; do sleep 0.05; done'));
    await cluster.said('patient', 'ready');
    const graceOf = async (query: string) => (await cluster.request('DELETE', `pods/patient${query}`)).body.metadata;

    const first = await graceOf('?gracePeriodSeconds=60');
    const later = [await graceOf('?gracePeriodSeconds=90'), await graceOf('')];
    const shorter = await graceOf('?gracePeriodSeconds=30');
    await graceOf('?gracePeriodSeconds=1');
    const { status } = await cluster.until('patient', ({ status: s }) => s.containerStatuses?.[0]?.state?.terminated !== undefined);

    const deletion = ({ deletionTimestamp, deletionGracePeriodSeconds }: JsonObject) => ({
      requested: Date.parse(String(deletionTimestamp)) - Number(deletionGracePeriodSeconds) * 1000,
      deletionGracePeriodSeconds,
    });
    expect(later).toEqual([first, first]);
    expect(deletion(jsonObject(shorter))).toEqual({ ...deletion(jsonObject(first)), deletionGracePeriodSeconds: 30 });
    expect(status.containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(7);
  });

  it('goes at once when it has ended, is not scheduled, or no grace is given', async () => {
    await createPod('over', sh('true'));
    await cluster.ended('over');
    await cluster.createPod('nowhere', sh('true'));
    await createPod('forced', sh('sleep 100'));

    await Promise.all(['over', 'nowhere', 'forced?gracePeriodSeconds=0'].map((path) => cluster.request('DELETE', `pods/${path}`)));
    const codes = await Promise.all(['over', 'nowhere', 'forced'].map(async (name) => (await cluster.request('GET', `pods/${name}`)).code));

    expect(codes).toEqual([404, 404, 404]);
  });
});

describe('the environment of a container', () => {
  it('comes from the spec alone', async () => {
    await createPod('env', {
      ...sh('env | sort'),
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '$(A)$$(A)$(C)' },
      ],
    });

    await cluster.ended('env');

    const lines = (await cluster.log('env')).split('\n').filter((line) => !/^(PWD|SHLVL|_|HOME|OLDPWD)=/.test(line));
    expect(lines).toEqual(['A=1', 'B=1$(A)$(C)', 'HOSTNAME=env', expect.stringMatching(/^PATH=\/usr\/local\/sbin:/), 'TERM=xterm', '']);
  });

  it('takes values of Secrets, and puts them into arguments', async () => {
    await cluster.create('secrets', { metadata: { name: 'source' }, stringData: { key: 's3cret' } });
    await cluster.create('secrets', { metadata: { name: 'whole' }, stringData: { ALL: 'all', SECRET: 'covered' } });

    await createPod('refs', {
      command: ['/bin/echo', '$(SECRET)', '$(ALL)'],
      args: ['$(NOPE)'],
      envFrom: [{ secretRef: { name: 'whole' } }],
      env: [{ name: 'SECRET', valueFrom: { secretKeyRef: { name: 'source', key: 'key' } } }],
    });
    await cluster.ended('refs');

    expect(await cluster.log('refs')).toBe('s3cret all $(NOPE)\n');
  });

  it('that takes its value from elsewhere says that it cannot', async () => {
    await createPod('addressed', { ...sh('true'), env: [{ name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }] });

    const { status } = await cluster.until('addressed', ({ status: s }) => s.containerStatuses?.[0]?.state?.waiting?.message !== undefined);

    expect(status.containerStatuses?.[0]?.state?.waiting).toEqual({
      reason: 'CreateContainerConfigError',
      message: 'the embedded cluster takes values from Secrets only: IP',
    });
  });

  it('that names a missing Secret keeps the container waiting until the Secret is there', async () => {
    const waitingFor = async (name: string, message: string) =>
      cluster.until(name, ({ status }) => status.containerStatuses?.[0]?.state?.waiting?.message === message);
    await createPod('secretless', { ...sh('echo $A'), env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'later', key: 'k' } } }] });

    const { status } = await waitingFor('secretless', 'secret "later" not found');
    await cluster.create('secrets', { metadata: { name: 'later' }, stringData: { other: 'x' } });
    await waitingFor('secretless', "couldn't find key k in Secret default/later");
    await cluster.request('PATCH', 'secrets/later', { stringData: { k: 'value' } });
    await cluster.ended('secretless');

    expect(status.containerStatuses?.[0]?.state?.waiting?.reason).toBe('CreateContainerConfigError');
    expect(await cluster.events('secretless')).toContain('Failed: Error: secret "later" not found');
    expect(await cluster.log('secretless')).toBe('value\n');
  });
});

describe('volumes', () => {
  const claim = (name: string, storageClassName?: string) => ({
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName },
  });
  const mounting = (name: string) => ({ volumes: [{ name: 'v', persistentVolumeClaim: { claimName: name } }] });
  const MOUNT = { volumeMounts: [{ name: 'v', mountPath: '/woodpecker' }], workingDir: '/woodpecker/src' };

  it('of a claim keep their files from pod to pod', async () => {
    const bound = await cluster.create('persistentvolumeclaims', claim('work'));
    await createPod('writer', { ...sh('echo hello >file'), ...MOUNT }, mounting('work'));
    await cluster.ended('writer');

    await createPod('reader', { ...sh('cat /woodpecker/src/file'), ...MOUNT }, mounting('work'));
    await cluster.ended('reader');

    expect(bound.status).toMatchObject({ phase: 'Pending' });
    expect((await cluster.request('GET', 'persistentvolumeclaims/work')).body.status).toMatchObject({
      phase: 'Bound',
      capacity: { storage: '1Gi' },
    });
    expect(await cluster.log('reader')).toBe('hello\n');
  });

  it('of a claim stay until the last pod that uses them has ended', async () => {
    await cluster.create('persistentvolumeclaims', claim('used'));
    await createPod('user', { ...sh('echo ready; sleep 100'), ...MOUNT }, mounting('used'));
    await cluster.said('user', 'ready');

    await cluster.request('DELETE', 'persistentvolumeclaims/used');
    const meanwhile = await cluster.request('GET', 'persistentvolumeclaims/used');
    await cluster.request('DELETE', 'pods/user?gracePeriodSeconds=0');

    expect(meanwhile.body.metadata).toMatchObject({ deletionTimestamp: expect.any(String) });
    expect((await cluster.request('GET', 'persistentvolumeclaims/used')).code).toBe(404);
  });

  it('of an unknown storage class keep claim and pod pending, with the words of a cluster', async () => {
    await cluster.create('persistentvolumeclaims', claim('odd', 'weird'));
    await createPod('unbound', { ...sh('true'), ...MOUNT }, mounting('odd'));

    const { status } = await cluster.until('unbound', ({ status: s }) => s.conditions !== undefined);

    expect(status.conditions).toMatchObject([
      {
        type: 'PodScheduled',
        reason: 'Unschedulable',
        message: '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
      },
    ]);
    expect(await cluster.events('odd')).toEqual(['ProvisioningFailed: storageclass.storage.k8s.io "weird" not found']);
  });

  it.runIf(shutIn)('of a ConfigMap and a Secret are files, and missing ones keep the pod waiting', async () => {
    await createPod(
      'files',
      {
        ...sh('cat /config/a /deep/s; cat /one'),
        volumeMounts: [
          { name: 'c', mountPath: '/config' },
          { name: 's', mountPath: '/deep' },
          { name: 'c', mountPath: '/one', subPath: 'b' },
        ],
      },
      {
        volumes: [
          { name: 'c', configMap: { name: 'files' } },
          { name: 's', secret: { secretName: 'files' } },
        ],
      },
    );
    for await (const { object } of cluster.watch('events?fieldSelector=involvedObject.name%3Dfiles,reason%3DFailedMount')) {
      expect(object).toMatchObject({ message: 'MountVolume.SetUp failed for volume "c" : configmap "files" not found' });
      break;
    }

    await cluster.create('secrets', { metadata: { name: 'files' }, stringData: { s: 'secret ' } });
    await cluster.create('configmaps', { metadata: { name: 'files' }, data: { a: 'config ', b: 'one' } });
    await cluster.ended('files');

    expect(await cluster.log('files')).toBe('config secret one');
  });
});

describe('images', () => {
  it.each([
    ['pull-fails', 'registry.invalid/x', 'ImagePullBackOff', /^Back-off pulling image "registry.invalid\/x": ErrImagePull: .*not found$/],
    [
      'bad-name',
      'UP:://x',
      'InvalidImageName',
      'Failed to apply default image tag "UP:://x": couldn\'t parse image name "UP:://x": invalid reference format',
    ],
  ])('of pod %s keep it waiting: %s → %s', async (name, image, reason, message) => {
    await createPod(name, { image, ...sh('true') });

    const { status } = await cluster.until(name, ({ status: s }) => s.containerStatuses?.[0]?.state?.waiting?.reason === reason);

    expect(status.containerStatuses?.[0]?.state?.waiting?.message).toMatch(message);
    expect(await cluster.events(name)).toContain(`Failed: Error: ${reason === 'ImagePullBackOff' ? 'ErrImagePull' : reason}`);
  });
});

describe('the scheduler', () => {
  const refusal = async (name: string) => {
    const { status } = await cluster.until(name, ({ status: s }) => s.conditions !== undefined);
    return status.conditions?.[0]?.message;
  };
  const PREEMPTION = 'no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';

  it.each([
    ['intolerant', { tolerations: [] }, '1 node(s) had untolerated taint {ci: only}'],
    ['elsewhere', { nodeSelector: { 'kubernetes.io/arch': 'vax' } }, "1 node(s) didn't match Pod's node affinity/selector"],
    [
      'attached',
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['other'] }] }],
            },
          },
        },
      },
      "1 node(s) didn't match Pod's node affinity/selector",
    ],
  ])('leaves pod %s pending and says why', async (name, spec, reason) => {
    await createPod(name, sh('true'), spec);

    expect(await refusal(name)).toBe(`0/1 nodes are available: ${reason}. ${PREEMPTION}`);
    expect(await cluster.events(name)).toEqual([`FailedScheduling: 0/1 nodes are available: ${reason}. ${PREEMPTION}`]);
  });

  it('starts a pod when another one gives back its room', async () => {
    const requests = (cpu: string, memory: string) => ({ resources: { requests: { cpu, memory } } });
    await createPod('big', { ...sh('sleep 100'), ...requests('1500m', '600Mi') });
    await createPod('second', { ...sh('true'), ...requests('1', '600Mi') });

    const reason = await refusal('second');
    await cluster.request('DELETE', 'pods/big?gracePeriodSeconds=0');
    const { status } = await cluster.ended('second');

    expect(reason).toBe(`0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory. ${PREEMPTION}`);
    expect(status.phase).toBe('Succeeded');
  });
});

describe('a readiness probe', () => {
  const ready = ({ status }: { readonly status: { readonly conditions?: readonly object[] } }) =>
    status.conditions?.some((c) => 'type' in c && c.type === 'Ready' && 'status' in c && c.status === 'True') === true;

  it('by command makes the pod ready when the command succeeds', async () => {
    const readinessProbe = { exec: { command: ['test', '-e', '/tmp/podline-ready'] }, periodSeconds: 0.05 };
    await createPod('probed', { ...sh('echo started; read line; touch /tmp/podline-ready; sleep 100'), stdin: true, readinessProbe });

    const running = await cluster.until('probed', ({ status }) => status.phase === 'Running');

    expect(ready(running)).toBe(false);
    expect(running.status.conditions).toContainEqual(condition('ContainersReady'));
  });

  it('by port makes the pod ready when somebody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await createPod('listening', { ...sh('sleep 100'), readinessProbe: { tcpSocket: { port }, periodSeconds: 0.05 } });

    const pod = await cluster.until('listening', ready);
    server.close();

    expect(pod.status.containerStatuses).toMatchObject([{ ready: true, started: true }]);
  });
});
