import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import type { StepPodProps } from '../../../src/constructs/step-pod.js';
import type { KubernetesOptions } from '../../../src/model/kubernetes-options.js';
import { pipelineOf, podOf, problemsOf, stepPod } from './synthesized.js';

const GIB = { requests: { memory: '200Mi', cpu: '100m' }, limits: { memory: '400Mi', cpu: '1000m' } };

describe('an option of a step becomes a field of its container', () => {
  it.each<[string, Partial<StepPodProps>, object]>([
    ['image', { image: 'golang:1.22' }, { image: 'golang:1.22' }],
    ['pull', { pull: true }, { imagePullPolicy: 'Always' }],
    ['entrypoint', { entrypoint: ['/bin/tool', '--fast'] }, { command: ['/bin/tool', '--fast'] }],
    ['a port', { ports: [5432] }, { ports: [{ containerPort: 5432 }] }],
    ['a port with its protocol', { ports: ['53/udp'] }, { ports: [{ containerPort: 53, protocol: 'UDP' }] }],
    ['directory', { entrypoint: ['x'], directory: 'sub' }, { workingDir: '/woodpecker/src/sub' }],
    ['an absolute directory', { entrypoint: ['x'], directory: '/abs/' }, { workingDir: '/abs/' }],
    ['an absolute directory as it is written', { entrypoint: ['x'], directory: '/abs/../z' }, { workingDir: '/abs/../z' }],
    ['no directory', { entrypoint: ['x'] }, { workingDir: '/woodpecker/src' }],
    ['commands, whose script changes the directory itself', { commands: ['ls'], directory: 'sub' }, { workingDir: '/woodpecker' }],
    ['privileged', { privileged: true }, { securityContext: { privileged: true } }],
    ['resources', { kubernetes: { resources: GIB } }, { resources: GIB }],
    ['limits alone', { kubernetes: { resources: { limits: { memory: '1Gi' } } } }, { resources: { limits: { memory: '1Gi' } } }],
    [
      'capabilities to drop',
      { kubernetes: { securityContext: { capabilities: { drop: ['ALL'] } } } },
      { securityContext: { capabilities: { drop: ['ALL'] } } },
    ],
    [
      'a ban of privilege escalation',
      { kubernetes: { securityContext: { allowPrivilegeEscalation: false } } },
      { securityContext: { allowPrivilegeEscalation: false } },
    ],
    ['a Secret of the namespace', { kubernetes: { secrets: [{ name: 'aws' }] } }, { envFrom: [{ secretRef: { name: 'aws' } }] }],
  ])('%s', (_, options, expected) => {
    expect(stepPod(options).spec.containers[0]).toMatchObject(expected);
  });

  it.each(['imagePullPolicy', 'command', 'ports', 'resources', 'securityContext', 'envFrom', 'args'])(
    'and without one there is no %s',
    (field) => {
      expect(stepPod({}).spec.containers[0]).not.toHaveProperty(field);
    },
  );

  it('has a folder in memory, as large as it may be', () => {
    const { spec } = stepPod({ tmpfs: ['/cache', '/large:rw,size=1g,mode=1777'] });

    expect(spec.containers[0]?.volumeMounts?.slice(-2)).toEqual([
      { name: 'memory-0', mountPath: '/cache' },
      { name: 'memory-1', mountPath: '/large' },
    ]);
    expect(spec.volumes?.slice(-2)).toEqual([
      { name: 'memory-0', emptyDir: { medium: 'Memory' } },
      { name: 'memory-1', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
    ]);
  });

  it('has none with --compat woodpecker-3, which does not know of it', () => {
    const { spec } = stepPod({ tmpfs: ['/cache'] }, { settings: { compat: 'woodpecker-3' } });

    expect(JSON.stringify(spec)).not.toContain('/cache');
  });

  it('names the container for the runner', () => {
    expect(stepPod({}).spec.containers.map(({ name }) => name)).toEqual(['step']);
  });

  it('runs commands in the shell, their script as one argument', () => {
    const { command } = stepPod({ commands: ['echo one', 'echo two'] }).spec.containers[0] ?? {};

    expect(command?.slice(0, 2)).toEqual(['/bin/sh', '-c']);
    expect(command?.at(-1)).toMatch(/echo one\n.*echo two\n/s);
  });
});

describe('an option for the pod becomes a field of its spec', () => {
  const affinity = {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] }],
      },
    },
  };

  it.each<[string, KubernetesOptions, object]>([
    ['runtimeClassName', { runtimeClassName: 'gvisor' }, { runtimeClassName: 'gvisor' }],
    ['nodeSelector', { nodeSelector: { disk: 'ssd' } }, { nodeSelector: { 'kubernetes.io/arch': 'amd64', disk: 'ssd' } }],
    [
      'an architecture of its own',
      { nodeSelector: { 'kubernetes.io/arch': 'arm64' } },
      { nodeSelector: { 'kubernetes.io/arch': 'arm64' } },
    ],
    [
      'tolerations',
      { tolerations: [{ key: 'key1', operator: 'Equal', value: 'value1', effect: 'NoExecute', tolerationSeconds: 3600 }] },
      { tolerations: [{ key: 'key1', operator: 'Equal', value: 'value1', effect: 'NoExecute', tolerationSeconds: 3600 }] },
    ],
    ['affinity', { affinity }, { affinity }],
    ['hostUsers', { hostUsers: false }, { hostUsers: false }],
    [
      'a seccomp profile',
      { securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/audit.json' } } },
      { securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/audit.json' } } },
    ],
    [
      'an AppArmor profile',
      { securityContext: { apparmorProfile: { type: 'Localhost', localhostProfile: 'k8s-apparmor-example-deny-write' } } },
      { securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: 'k8s-apparmor-example-deny-write' } } },
    ],
    [
      'fsGroup',
      { securityContext: { fsGroup: 0, fsGroupChangePolicy: 'Always' } },
      { securityContext: { fsGroup: 0, fsGroupChangePolicy: 'Always' } },
    ],
    ['user and group', { securityContext: { runAsUser: 5, runAsGroup: 6 } }, { securityContext: { runAsUser: 5, runAsGroup: 6 } }],
    ['runAsNonRoot', { securityContext: { runAsNonRoot: true } }, { securityContext: { runAsNonRoot: true } }],
  ])('%s', (_, kubernetes, expected) => {
    expect(stepPod({ kubernetes }).spec).toMatchObject(expected);
  });

  it('and a step without any has the plain pod', () => {
    expect(stepPod({ image: 'alpine', entrypoint: ['true'] }).spec).toEqual({
      activeDeadlineSeconds: 4500,
      automountServiceAccountToken: false,
      containers: [
        {
          name: 'step',
          image: 'alpine',
          command: ['true'],
          workingDir: '/woodpecker/src',
          env: [
            { name: 'CI_STEP_NAME', value: 'test' },
            { name: 'CI_STEP_TYPE', value: 'commands' },
            { name: 'CI_WORKSPACE', value: '/woodpecker/src' },
          ],
          volumeMounts: [{ name: 'workspace', mountPath: '/woodpecker' }],
        },
      ],
      dnsConfig: { searches: [expect.stringMatching(/^pl-\w{10}-build\.woodpecker\.svc\.cluster\.local$/)] },
      enableServiceLinks: false,
      hostname: 'test',
      nodeSelector: { 'kubernetes.io/arch': 'amd64' },
      restartPolicy: 'Never',
      subdomain: expect.stringMatching(/^pl-\w{10}-build$/),
      terminationGracePeriodSeconds: 20,
      volumes: [{ name: 'workspace', persistentVolumeClaim: { claimName: expect.stringMatching(/^pl-\w{10}-build$/) } }],
    });
  });

  it('a service account brings its token, and only then', () => {
    const { spec } = stepPod({ kubernetes: { serviceAccountName: 'my-service-account' } });

    expect(spec.serviceAccountName).toBe('my-service-account');
    expect(spec).not.toHaveProperty('automountServiceAccountToken');
  });

  it('labels and annotations are added to those of podline', () => {
    const { metadata } = stepPod({ kubernetes: { labels: { team: 'a' }, annotations: { 'example.com/note': 'b' } } });

    expect(metadata.labels).toMatchObject({ team: 'a', 'podline.dev/step': 'test', 'podline.dev/step-kind': 'plugin' });
    expect(metadata.annotations).toMatchObject({ 'example.com/note': 'b', 'karpenter.sh/do-not-disrupt': 'true' });
  });

  it('labels and annotations cannot take the place of those of podline', () => {
    const build = pipelineOf();
    build.step('test', { image: 'alpine', kubernetes: { labels: { 'podline.dev/run': 'x' }, annotations: { 'podline.dev/step': 'x' } } });

    expect(problemsOf(build)).toEqual([
      '[build/test] kubernetes.labels has the key "podline.dev/run", and a key must not be one of podline\'s own',
      '[build/test] kubernetes.annotations has the key "podline.dev/step", and a key must not be one of podline\'s own',
    ]);
  });

  it('the architecture is marked where nobody asked for it', () => {
    const arch = { 'kubernetes.io/arch': 'amd64' };
    const guessed = { pipeline: { platform: undefined } };
    const isMarked = (...given: Parameters<typeof stepPod>) => 'podline.dev/arch' in (stepPod(...given).metadata.annotations ?? {});

    expect(isMarked({}, guessed)).toBe(true);
    expect(isMarked({}, { pipeline: { platform: 'linux/amd64' } })).toBe(false);
    expect(isMarked({}, { ...guessed, settings: { platform: 'linux/amd64' } })).toBe(false);
    expect(isMarked({}, { ...guessed, settings: { podNodeSelector: arch } })).toBe(false);
    expect(isMarked({ kubernetes: { nodeSelector: arch } }, guessed)).toBe(false);
  });
});

describe('the policy of a step', () => {
  it('stands in the annotations', () => {
    const { metadata } = stepPod({
      failure: 'ignore',
      runOn: ['success', 'failure'],
      detach: true,
      timeout: Duration.minutes(10),
      retry: { limit: 2, on: ['exit:75'], backoff: Duration.seconds(5) },
    });

    expect(metadata.annotations).toMatchObject({
      'podline.dev/on-failure': 'ignore',
      'podline.dev/run-on': 'success,failure',
      'podline.dev/detached': 'true',
      'podline.dev/timeout': '600s',
      'podline.dev/retry': '{"limit":2,"on":["exit:75"],"backoffSeconds":5}',
    });
  });

  it('is to fail the pipeline and to run on success, where nothing else is said', () => {
    const { metadata } = stepPod({});

    expect(metadata.annotations).toMatchObject({
      'podline.dev/on-failure': 'fail',
      'podline.dev/run-on': 'success',
      'podline.dev/detached': 'false',
    });
    expect(metadata.annotations).not.toHaveProperty(['podline.dev/timeout']);
  });

  it('a timeout has the time at the gate and for the image on top, as the net below', () => {
    expect(stepPod({ timeout: Duration.minutes(10) }).spec.activeDeadlineSeconds).toBe(1500);
  });
});

describe('a workspace of its own', () => {
  const build = pipelineOf({ workspace: { base: '/go', path: 'src/app' } });
  build.clone('clone', { image: 'git' });
  build.service('cache', { image: 'redis' });
  build.step('test', { image: 'golang', entrypoint: ['go', 'test'] });
  build.step('publish', { image: 'plugin' });

  it.each([
    ['clone', '/woodpecker'],
    ['test', '/go'],
    ['cache', '/woodpecker'],
    ['publish', '/woodpecker'],
  ])('is where %s has the volume: %s, which plugins always have at the same place', (step, base) => {
    const pod = podOf(build, step);

    expect(pod.spec.containers[0]).toMatchObject({ workingDir: `${base}/src/app`, volumeMounts: [{ name: 'workspace', mountPath: base }] });
    expect(pod.spec.containers[0]?.env).toContainEqual({ name: 'CI_WORKSPACE', value: `${base}/src/app` });
  });
});

describe('volumes', () => {
  it('mounts claims, each once in the pod however often it is mounted', () => {
    const { spec } = stepPod({ volumes: ['woodpecker-cache:/woodpecker/src/cache', 'models:/models:ro', 'woodpecker-cache:/other'] });

    expect(spec.volumes?.slice(1)).toEqual([
      { name: 'claim-0', persistentVolumeClaim: { claimName: 'woodpecker-cache' } },
      { name: 'claim-1', persistentVolumeClaim: { claimName: 'models' } },
    ]);
    expect(spec.containers[0]).toMatchObject({
      volumeMounts: [
        { name: 'workspace', mountPath: '/woodpecker' },
        { name: 'claim-0', mountPath: '/woodpecker/src/cache' },
        { name: 'claim-1', mountPath: '/models', readOnly: true },
        { name: 'claim-0', mountPath: '/other' },
      ],
    });
  });

  it('a service may do without the workspace, a step may not', () => {
    const build = pipelineOf();
    build.service('db', { image: 'postgres', kubernetes: { workspaceVolume: false } });
    build.step('test', { image: 'alpine', kubernetes: { workspaceVolume: false } });

    expect(podOf(build, 'db').spec).not.toHaveProperty('volumes');
    expect(podOf(build, 'test').spec.volumes).toHaveLength(1);
  });
});
