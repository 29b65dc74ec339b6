import { App } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { AgentConfig } from '../../../src/constructs/agent-config.js';
import { objectOf, pipelineOf, podOf, problemsOf, stepPod } from './synthesized.js';

/** What the page "Kubernetes backend" says, statement by statement. */
describe('the documentation page', () => {
  it('job specific configuration: resources', () => {
    const resources = { requests: { memory: '200Mi', cpu: '100m' }, limits: { memory: '400Mi', cpu: '1000m' } };

    expect(stepPod({ commands: ['echo "Hello world"'], kubernetes: { resources } }).spec.containers[0]?.resources).toEqual(resources);
  });

  it('node selector: the labels are appended to the architecture of the platform', () => {
    const kubernetes = { nodeSelector: { 'beta.kubernetes.io/instance-type': 'p3.8xlarge' } };

    expect(stepPod({ kubernetes }, { pipeline: { platform: 'linux/arm64' } }).spec.nodeSelector).toEqual({
      'kubernetes.io/arch': 'arm64',
      'beta.kubernetes.io/instance-type': 'p3.8xlarge',
    });
  });

  it('security context: user and group on the pod, privileged on the container', () => {
    const { spec } = stepPod({
      commands: ['echo Hello world'],
      kubernetes: { securityContext: { runAsUser: 999, runAsGroup: 999, privileged: true } },
    });

    // fsGroup lets the user write the workspace; the page says "something like"
    expect(spec).toHaveProperty('securityContext', {
      runAsUser: 999,
      runAsGroup: 999,
      fsGroup: 999,
      fsGroupChangePolicy: 'OnRootMismatch',
    });
    expect(spec.containers[0]).toHaveProperty('securityContext', { privileged: true });
  });

  it('CRI-O: a workspace whose path is its base', () => {
    const pod = stepPod({ commands: ['ls'] }, { pipeline: { workspace: { base: '/woodpecker', path: '/' } } });

    expect(pod.spec.containers[0]).toMatchObject({ workingDir: '/woodpecker', volumeMounts: [{ mountPath: '/woodpecker' }] });
    expect(pod.spec.containers[0]?.command?.at(-1)).toContain('\ncd /woodpecker\n');
  });
});

describe('the settings of the page', () => {
  const configuredBy = (environment: Record<string, string>) => {
    const { settings } = AgentConfig.fromEnvironment(new App(), 'agent', environment);
    const build = pipelineOf({}, settings);
    build.step('test', { image: 'alpine' });
    return build;
  };

  it('NAMESPACE: woodpecker, or another one for every object', () => {
    const namespaces = (environment: Record<string, string>) =>
      new Set(
        configuredBy(environment)
          .toJson()
          .map(({ metadata }) => metadata.namespace),
      );

    expect([...namespaces({})]).toEqual(['woodpecker']);
    expect([...namespaces({ WOODPECKER_BACKEND_K8S_NAMESPACE: 'ci' })]).toEqual(['ci']);
  });

  it.each([
    [{}, { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '10G' } } }],
    [{ WOODPECKER_BACKEND_K8S_VOLUME_SIZE: '500Mi' }, { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '500Mi' } } }],
    [{ WOODPECKER_BACKEND_K8S_STORAGE_RWX: 'false' }, { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10G' } } }],
    [
      { WOODPECKER_BACKEND_K8S_STORAGE_CLASS: 'fast' },
      { accessModes: ['ReadWriteMany'], storageClassName: 'fast', resources: { requests: { storage: '10G' } } },
    ],
  ])('VOLUME_SIZE, STORAGE_CLASS, STORAGE_RWX: %j', (environment, spec) => {
    expect(objectOf(configuredBy(environment as Record<string, string>), 'PersistentVolumeClaim')).toMatchObject({ spec });
  });

  it('POD_LABELS, POD_ANNOTATIONS: on every pod, before those of the step', () => {
    const settings = {
      podLabels: { 'example.com/test-label': 'test-value' },
      podAnnotations: { 'example.com/test-annotation': 'test-value' },
    };
    const kubernetes = { labels: { 'example.com/test-label': 'step' }, annotations: { 'example.com/test-annotation': 'step' } };

    const { metadata } = stepPod({ kubernetes }, { settings });

    expect(metadata.labels).toMatchObject(settings.podLabels);
    expect(metadata.annotations).toMatchObject(settings.podAnnotations);
  });

  it('SECCTX_NONROOT: every pod must run as another user than root', () => {
    expect(stepPod({}, { settings: { secctxNonroot: true } }).spec).toHaveProperty('securityContext', {
      runAsNonRoot: true,
      fsGroup: 1000,
      fsGroupChangePolicy: 'OnRootMismatch',
    });
  });

  it('SECCTX_NONROOT: a step cannot switch it off', () => {
    const kubernetes = { securityContext: { runAsNonRoot: false } };

    expect(stepPod({ kubernetes }, { settings: { secctxNonroot: true } }).spec).toMatchObject({ securityContext: { runAsNonRoot: true } });
  });

  it('PULL_SECRET_NAMES: on every pod', () => {
    expect(stepPod({}, { settings: { pullSecretNames: ['a', 'b'] } }).spec.imagePullSecrets).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  it('the settings that the page does not name', () => {
    const settings = {
      podNodeSelector: { pool: 'ci', 'kubernetes.io/arch': 'arm64' },
      podTolerations: [{ key: 'ci', operator: 'Exists' }],
      podAffinity: { podAntiAffinity: {} },
      priorityClass: 'low',
      clusterDomain: 'cluster.example',
      stopTimeoutSeconds: 5,
    };

    expect(stepPod({}, { settings }).spec).toMatchObject({
      nodeSelector: settings.podNodeSelector,
      tolerations: settings.podTolerations,
      priorityClassName: 'low',
      dnsConfig: { searches: [expect.stringMatching(/\.woodpecker\.svc\.cluster\.example$/)] },
      terminationGracePeriodSeconds: 5,
    });
  });

  it("a step's tolerations take the place of the agent's, its node selector is merged", () => {
    const settings = { podNodeSelector: { pool: 'ci', disk: 'hdd' }, podTolerations: [{ key: 'ci' }] };

    const { spec } = stepPod({ kubernetes: { nodeSelector: { disk: 'ssd' }, tolerations: [{ key: 'own' }] } }, { settings });

    expect(spec).toMatchObject({ nodeSelector: { pool: 'ci', disk: 'ssd' }, tolerations: [{ key: 'own' }] });
  });

  it('wrong ones are reported together with everything else that is wrong', () => {
    const build = pipelineOf();
    AgentConfig.fromEnvironment(build, 'agent', { WOODPECKER_BACKEND_K8S_VOLUME_SIZE: 'big', WOODPECKER_BACKEND_K8S_STORAGE_RWX: 'maybe' });
    build.step('test', { image: '' });

    expect(problemsOf(build)).toEqual([
      '[build/agent] WOODPECKER_BACKEND_K8S_VOLUME_SIZE must be a quantity such as 100m or 400Mi, not "big"',
      '[build/agent] WOODPECKER_BACKEND_K8S_STORAGE_RWX must be true or false, not "maybe"',
      '[build/test] "" is not the name of an image',
    ]);
  });
});

describe('the workspace group', () => {
  it('is that of the first step that does not run as root, for all pods', () => {
    const build = pipelineOf();
    build.step('root', { image: 'alpine', kubernetes: { securityContext: { runAsUser: 0, runAsGroup: 5 } } });
    build.step('user', { image: 'alpine', kubernetes: { securityContext: { runAsUser: 999, runAsGroup: 998, fsGroup: 997 } } });
    build.step('other', { image: 'alpine', kubernetes: { securityContext: { runAsUser: 7 } } });

    const specs = ['root', 'user', 'other'].map((step) => podOf(build, step).spec);

    expect(specs).toMatchObject(Array(3).fill({ securityContext: { fsGroup: 997 } }));
  });

  it.each([
    ['its own fsGroup', { runAsUser: 999, runAsGroup: 998, fsGroup: 997 }, 997],
    ['its group', { runAsUser: 999, runAsGroup: 998 }, 998],
    ['1000', { runAsUser: 999 }, 1000],
    ['1000 where it only must not be root', { runAsNonRoot: true }, 1000],
  ])('is %s', (_, securityContext, fsGroup) => {
    expect(stepPod({ kubernetes: { securityContext } }).spec).toMatchObject({
      securityContext: { fsGroup, fsGroupChangePolicy: 'OnRootMismatch' },
    });
  });

  it.each([undefined, { runAsUser: 0 }, { runAsUser: 0, runAsGroup: 3 }, { runAsNonRoot: false }])(
    'is none where all run as root: %j',
    (securityContext) => {
      expect(stepPod({ kubernetes: { securityContext } }).spec).not.toHaveProperty('securityContext.fsGroup');
    },
  );
});

describe('a ReadWriteOnce volume', () => {
  const sameNode = {
    labelSelector: { matchLabels: { 'podline.dev/run': expect.stringMatching(/^\w{10}$/) } },
    topologyKey: 'kubernetes.io/hostname',
  };

  it('keeps the pods of a run on one node', () => {
    const pod = stepPod({}, { pipeline: { volume: { accessMode: 'ReadWriteOnce' } } });

    expect(pod.spec.affinity).toEqual({ podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [sameNode] } });
    expect(pod.spec.affinity).toMatchObject({
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { labelSelector: { matchLabels: { 'podline.dev/run': pod.metadata.labels?.['podline.dev/run'] } } },
        ],
      },
    });
  });

  it('adds to the affinity that a step asks for', () => {
    const cached = { labelSelector: { matchLabels: { app: 'cache' } }, topologyKey: 'kubernetes.io/hostname' };
    const nodeAffinity = { preferredDuringSchedulingIgnoredDuringExecution: [] };
    const affinity = { nodeAffinity, podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [cached] } };

    const pod = stepPod({ kubernetes: { affinity } }, { settings: { storageRwx: false } });

    expect(pod.spec.affinity).toMatchObject({ podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [cached, sameNode] } });
  });

  it('is not the default, and there is no affinity then', () => {
    expect(stepPod({}).spec).not.toHaveProperty('affinity');
  });
});
