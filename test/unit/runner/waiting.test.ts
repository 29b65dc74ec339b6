import { describe, expect, it } from 'vitest';
import type { KubeEvent, Pod } from '../../../src/contract/objects.js';
import { claimWait } from '../../../src/runner/claim-wait.js';
import { judge } from '../../../src/runner/verdict.js';
import type { Wait } from '../../../src/runner/wait.js';
import { waitOf } from '../../../src/runner/waiting.js';
import { claimFixture, eventsFixture, podFixture, recordedPods } from './fixtures.js';
import { podOf } from './plans.js';

const absent = 'docker.io/library/absent-image:1: not found';
const unauthorized: string = expect.stringMatching(/^image private\.test\/alpine:3 could not be pulled: .* 401 Unauthorized$/);
const addNode = 'of the step, or add a node';

describe('waitOf, by pods recorded on a cluster', () => {
  const tests: Readonly<Record<string, Wait | undefined>> = {
    'image-pull-failed': {
      reason: 'ImagePull',
      message: `image absent-image:1 could not be pulled: ${absent}`,
      hint: 'check the name, tag and architectures of the image',
      patience: 'none',
    },
    'image-absent': {
      reason: 'ImagePull',
      message: `image absent-image:1 could not be pulled: ${absent}`,
      hint: 'check the name, tag and architectures of the image',
      patience: 'none',
    },
    'deleted-waiting': undefined,
    'image-private': {
      reason: 'ImagePull',
      message: unauthorized,
      hint: 'check the name of the image, and name a pull secret in WOODPECKER_BACKEND_K8S_PULL_SECRET_NAMES',
      patience: 'none',
    },
    'pull-secret-missing': {
      reason: 'ImagePull',
      message: unauthorized,
      hint: 'create the pull secret absent: there is none in the namespace t-verdict',
      patience: 'none',
      missing: [{ kind: 'Secret', name: 'absent' }],
    },
    'pull-secret-unread': {
      reason: 'ImagePull',
      message: unauthorized,
      hint: 'create the pull secret unread-registry: there is none in the namespace t-verdict',
      patience: 'none',
      missing: [{ kind: 'Secret', name: 'unread-registry' }],
    },
    'secret-unread': {
      reason: 'ConfigError',
      message: 'failed to sync secret cache: timed out waiting for the condition',
      hint: 'see how busy the node node1 and the API server are: the node tries again',
      patience: 'schedule',
    },
    'image-name': {
      reason: 'ImagePull',
      message: expect.stringContaining('repository name (library/Alpine) must be lowercase'),
      hint: 'correct the image name of the step',
      patience: 'none',
    },
    'image-never': {
      reason: 'ImagePull',
      message: 'Container image "absent-image:2" is not present with pull policy of Never',
      hint: 'let the step pull its image, or load it into the node',
      patience: 'none',
    },
    'secret-missing': {
      reason: 'SecretMissing',
      message: 'secret "absent" not found',
      hint: 'create the Secret "absent", or correct the name in the step; it is for TOKEN',
      patience: 'none',
      missing: [{ kind: 'Secret', name: 'absent' }],
    },
    'secret-key-missing': {
      reason: 'SecretMissing',
      message: "couldn't find key token in Secret t-verdict/some",
      hint: 'add the key "token" to the Secret "some", or correct the name in the step; it is for TOKEN',
      patience: 'none',
    },
    'config-map-missing': {
      reason: 'ConfigError',
      message: 'configmap "absent" not found',
      hint: 'create the ConfigMap "absent", or correct the name in the step',
      patience: 'none',
      missing: [{ kind: 'ConfigMap', name: 'absent' }],
    },
    'root-refused': {
      reason: 'ConfigError',
      message: 'container has runAsNonRoot and image will run as root',
      hint: 'set securityContext.runAsUser of the step, or use an image with another user than root',
      patience: 'none',
    },
    'cpu-impossible': {
      reason: 'Unschedulable',
      message: '0/1 nodes are available: 1 Insufficient cpu',
      hint: `lower resources.requests.cpu (500) ${addNode}`,
      patience: 'schedule',
    },
    'memory-impossible': {
      reason: 'Unschedulable',
      message: '0/1 nodes are available: 1 Insufficient memory',
      hint: `lower resources.requests.memory (9Ti) ${addNode}`,
      patience: 'schedule',
    },
    'selector-impossible': {
      reason: 'Unschedulable',
      message: "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector",
      hint: "add a node with the labels kubernetes.io/arch=arm64, or change the step's nodeSelector (--platform sets the architecture)",
      patience: 'schedule',
    },
    taint: {
      reason: 'Unschedulable',
      message: expect.stringContaining('1 node(s) had untolerated taint(s)'),
      hint: expect.stringContaining('add a toleration for the taint to backend_options.kubernetes.tolerations of the step'),
      patience: 'schedule',
    },
    'claim-unbound': {
      reason: 'VolumeUnbound',
      message: '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims',
      hint: 'check the storage class: kubectl get storageclass',
      patience: 'schedule',
    },
    'claim-missing': {
      reason: 'VolumeUnbound',
      message: '0/1 nodes are available: persistentvolumeclaim "absent" not found',
      hint: 'create the claim "absent", or correct the volumes of the step',
      patience: 'schedule',
    },
    'mount-secret-missing': {
      reason: 'SecretMissing',
      message: 'MountVolume.SetUp failed for volume "data" : secret "absent" not found',
      hint: 'create the Secret "absent", or correct the name in the step',
      patience: 'none',
      missing: [{ kind: 'Secret', name: 'absent' }],
    },
    'mount-config-map-missing': {
      reason: 'ConfigError',
      message: 'MountVolume.SetUp failed for volume "data" : configmap "absent" not found',
      hint: 'create the ConfigMap "absent", or correct the name in the step',
      patience: 'none',
      missing: [{ kind: 'ConfigMap', name: 'absent' }],
    },
    'mount-host-path': {
      reason: 'VolumeUnbound',
      message: 'MountVolume.SetUp failed for volume "data" : hostPath type check failed: /absent/folder is not a directory',
      hint: 'check the volume that the message names',
      patience: 'schedule',
    },
    'runtime-missing': {
      reason: 'StartError',
      message: 'failed to get sandbox runtime: no runtime for "nothing" is configured',
      hint: "check the container runtime and the network of the node node1, and the step's runtimeClassName",
      patience: 'schedule',
    },
    scheduled: {
      reason: 'NodeLost',
      message: 'the node t-verdict-node has not begun to start the pod',
      hint: 'see whether it is ready: kubectl get node t-verdict-node',
      patience: 'schedule',
    },
  };

  it.each(Object.entries(tests))('tells why %s waits', (name, expected) => {
    expect(waitOf(podFixture(name), eventsFixture(name))).toEqual(expected);
  });

  it('has something to say of every recorded pod that waits, in one line', () => {
    const waiting = recordedPods()
      .map((name) => ({ name, pod: podFixture(name) }))
      .filter(({ pod }) => pod.metadata.deletionTimestamp === undefined)
      .filter(({ pod }) => judge(pod, { gone: false, deletedByUs: false }).type === 'waiting');

    const silent = waiting.filter(({ name, pod }) => !/^.+$/.test(waitOf(pod, eventsFixture(name))?.message ?? ''));

    expect(waiting.length).toBeGreaterThan(15);
    expect(silent).toEqual([]);
  });

  it('has nothing to say of a pod that runs', () => {
    expect(waitOf(podFixture('running'), eventsFixture('running'))).toBeUndefined();
  });
});

function withStatus(status: Pod['status'], spec: Partial<Pod['spec']> = {}): Pod {
  const pod = podOf('build');
  return { ...pod, spec: { ...pod.spec, ...spec }, status };
}

function pulling(message: string, reason = 'ErrImagePull'): Pod {
  return withStatus({ containerStatuses: [{ name: 'step', state: { waiting: { reason, message } } }] });
}

function eventOf(reason: string, message: string, at = '2026-01-01T10:00:00Z', type = 'Warning'): KubeEvent {
  return { apiVersion: 'v1', kind: 'Event', metadata: { name: 'e' }, type, reason, message, lastTimestamp: at, eventTime: null };
}

describe('waitOf', () => {
  it.each<[words: string, patience: Wait['patience'], hint: string]>([
    ['dial tcp: lookup registry.test on 10.0.0.10:53: no such host', 'pull', 'check whether the node reaches the registry'],
    ['net/http: TLS handshake timeout', 'pull', 'check whether the node reaches the registry'],
    ['unexpected status code 503 Service Unavailable', 'pull', 'check whether the node reaches the registry'],
    ['toomanyrequests: You have reached your unauthenticated pull rate limit, access denied', 'pull', 'wait, or pull with the credentials'],
    ['no match for platform in manifest: not found', 'none', 'check the name, tag and architectures of the image'],
    ['manifest unknown', 'none', 'check the name, tag and architectures of the image'],
    ['pull access denied, repository does not exist or may require authorization', 'none', 'check the name of the image, and'],
    ['unexpected status from HEAD request: 403 Forbidden', 'none', 'check the name of the image, and'],
  ])('gives a pull that ends in %j the patience %s', (words, patience, hint) => {
    const wait = waitOf(pulling(words), []);

    expect(wait).toMatchObject({ reason: 'ImagePull', patience, message: `image alpine could not be pulled: ${words}` });
    expect(wait?.hint).toContain(hint);
  });

  it('finds in the events why a pull is held back, where the status does not say it', () => {
    const events = [
      eventOf('Failed', 'Error: ImagePullBackOff', '2026-01-01T10:00:09Z'),
      eventOf('Failed', 'Failed to pull image "alpine": manifest unknown', '2026-01-01T10:00:05Z'),
      eventOf('Failed', 'Failed to pull image "alpine": TLS handshake timeout', '2026-01-01T10:00:01Z'),
    ];

    const wait = waitOf(pulling('Back-off pulling image "alpine"', 'ImagePullBackOff'), events);

    expect(wait?.message).toBe('image alpine could not be pulled: manifest unknown');
  });

  it('names the pull secrets that are not there', () => {
    const events = [eventOf('FailedToRetrieveImagePullSecret', 'Unable to retrieve some image pull secrets (one, two); attempting')];

    expect(waitOf(pulling('401 Unauthorized'), events)).toMatchObject({
      hint: `create those of the pull secrets one, two that are not in the namespace ${podOf('build').metadata.namespace}`,
      missing: [
        { kind: 'Secret', name: 'one' },
        { kind: 'Secret', name: 'two' },
      ],
    });
  });

  it('does not speak of a pull that has failed when the node pulls once more', () => {
    const events = [
      eventOf('Failed', 'Failed to pull image "alpine": 401 Unauthorized', '2026-01-01T10:00:01Z'),
      eventOf('Failed', 'Error: ImagePullBackOff', '2026-01-01T10:00:02Z'),
    ];
    const pullingAt = (at: string, image = 'alpine') => [...events, eventOf('Pulling', `Pulling image "${image}"`, at, 'Normal')];

    const ofPull = (events: readonly KubeEvent[]) => waitOf(pulling('401 Unauthorized', 'ImagePullBackOff'), events);
    expect(ofPull(pullingAt('2026-01-01T10:00:16Z'))).toEqual({ reason: 'ImagePull', message: 'pulling image "alpine"', patience: 'run' });
    expect(ofPull(pullingAt('2026-01-01T10:00:01Z'))?.patience).toBe('none');
    expect(ofPull(pullingAt('2026-01-01T10:00:16Z', 'mesh:1'))?.patience).toBe('none');
  });

  it('names the pull secrets that do not help', () => {
    const pod = { ...pulling('401 Unauthorized'), spec: { ...pulling('').spec, imagePullSecrets: [{ name: 'regcred' }] } };

    expect(waitOf(pod, [])?.hint).toBe('check the name of the image, and whether the pull secrets fit its registry: regcred');
  });

  it('looks at init containers, which the step waits for, but not at other containers', () => {
    const stuck = { state: { waiting: { reason: 'ErrImagePull', message: 'manifest unknown' } } };
    const creating = { name: 'step', state: { waiting: { reason: 'PodInitializing' } } };
    const inject = { name: 'inject', image: 'mesh:1' };

    const init = withStatus(
      { initContainerStatuses: [{ name: 'inject', ...stuck }], containerStatuses: [creating] },
      { initContainers: [inject] },
    );
    const sidecar = withStatus({ containerStatuses: [{ name: 'proxy', ...stuck }, creating] });

    expect(waitOf(init, [])?.message).toBe('image mesh:1 could not be pulled: manifest unknown');
    expect(waitOf(sidecar, [])).toBeUndefined();
  });

  it('does not speak of a failure that is over', () => {
    const pod = withStatus({ containerStatuses: [{ name: 'step', state: { waiting: { reason: 'ContainerCreating' } } }] });
    const events = [
      eventOf('Pulling', 'Pulling image "alpine"', '2026-01-01T10:00:20Z', 'Normal'),
      eventOf('FailedMount', 'MountVolume.SetUp failed for volume "data"', '2026-01-01T10:00:10Z'),
    ];

    expect(waitOf(pod, events)).toEqual({ reason: 'ImagePull', message: 'pulling image "alpine"', patience: 'run' });
    expect(waitOf(pod, events.slice(1))).toMatchObject({ reason: 'VolumeUnbound' });
    expect(waitOf(pod, [eventOf('Pulled', 'Pulled', '2026-01-01T10:00:30Z', 'Normal'), ...events])).toBeUndefined();
  });

  it("waits for the cluster's certificate in a namespace that has just been made", () => {
    const pod = withStatus({ containerStatuses: [{ name: 'step', state: { waiting: { reason: 'ContainerCreating' } } }] });
    const failed = 'MountVolume.SetUp failed for volume "kube-api-access-x7k2p" : configmap "kube-root-ca.crt" not found';

    expect(waitOf(pod, [eventOf('FailedMount', failed)])).toEqual({
      reason: 'ConfigError',
      message: failed,
      hint: "wait: the cluster's controller manager has not written it into the namespace yet",
      patience: 'schedule',
    });
  });

  it('tells a program that can not be started', () => {
    const pod = pulling('failed to create containerd container: no command specified', 'CreateContainerError');

    expect(waitOf(pod, [])).toMatchObject({ reason: 'StartError', message: 'no command specified', patience: 'none' });
  });

  it.each(['context deadline exceeded', 'failed to reserve container name "step_build_0": name "step_build_0" is reserved for "1f"'])(
    'waits for a container runtime that is slow: %s',
    (words) => {
      const wait = waitOf(pulling(words, 'CreateContainerError'), []);

      expect(wait).toMatchObject({ reason: 'StartError', message: words, patience: 'schedule' });
    },
  );

  it('says what to do about each thing that no node offers', () => {
    const message =
      "0/9 nodes are available: 1 Too many pods, 2 Insufficient nvidia.com/gpu, 3 node(s) had volume node affinity conflict, 3 node(s) didn't match pod affinity rules.";
    const pod = withStatus({ conditions: [{ type: 'PodScheduled', status: 'False', message }] });

    expect(waitOf(pod, [])?.hint).toBe(
      [
        'lower resources.requests.nvidia.com/gpu of the step, or add a node',
        'wait until other pods have ended, or add a node',
        "the run's volume is tied to a node or zone: make room there",
        'pods that share a volume run on one node: make room there, or use a volume for many nodes',
      ].join('; '),
    );
  });
});

describe('claimWait', () => {
  it('names the claim, its storage class and what the provisioner says', () => {
    expect(claimWait(claimFixture('claim-unbound'), eventsFixture('claim-unbound.claim'))).toEqual({
      reason: 'VolumeUnbound',
      message: 'claim "unbound" (storage class "absent-class") is not bound: storageclass.storage.k8s.io "absent-class" not found',
      hint: 'check the storage class and its provisioner: kubectl describe pvc unbound',
      patience: 'schedule',
    });
  });

  it('gives no advice while the provisioner says that it is at work', () => {
    const [failure] = eventsFixture('claim-unbound.claim');
    const work = { ...failure, type: 'Normal', reason: 'Provisioning', message: 'the source is being copied to it' };

    expect(claimWait(claimFixture('claim-unbound'), [work] as ReturnType<typeof eventsFixture>)).toMatchObject({
      message: 'claim "unbound" (storage class "absent-class") is not bound: the source is being copied to it',
      hint: undefined,
    });
  });

  it('has nothing to say of a claim that is bound', () => {
    expect(
      claimWait({ ...claimFixture('claim-unbound'), status: { phase: 'Bound' } } as ReturnType<typeof claimFixture>, []),
    ).toBeUndefined();
  });
});
