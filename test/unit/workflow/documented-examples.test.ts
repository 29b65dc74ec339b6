// biome-ignore-all lint/suspicious/noTemplateCurlyInString: examples use substitution
import { expect, it } from 'vitest';
import { findings, pipelinesOf, stepsOf } from './read.js';

/** The examples of the page "Kubernetes backend" of Woodpecker's documentation, made whole where the page leaves something out. */

it('resources', () => {
  const text = `
steps:
  - name: 'My kubernetes step'
    image: alpine
    commands:
      - echo "Hello world"
    backend_options:
      kubernetes:
        resources:
          requests:
            memory: 200Mi
            cpu: 100m
          limits:
            memory: 400Mi
            cpu: 1000m
`;

  expect(findings(text)).toEqual([]);
  expect(stepsOf(text)).toMatchObject([
    {
      name: 'My kubernetes step',
      commands: ['echo "Hello world"'],
      kubernetes: { resources: { requests: { memory: '200Mi', cpu: '100m' }, limits: { memory: '400Mi', cpu: '1000m' } } },
    },
  ]);
});

it('a node selector by axis of the matrix', () => {
  const text = `
matrix:
  include:
    - NAME: runner1
      ARCH: arm64
    - NAME: runner2
      ARCH: amd64
steps:
  - name: build
    image: alpine
    commands: uname -m
    backend_options:
      kubernetes:
        nodeSelector:
          kubernetes.io/arch: "\${ARCH}"
`;

  expect(findings(text)).toEqual([]);
  expect(pipelinesOf(text).map(({ steps }) => steps.at(-1)?.kubernetes?.nodeSelector)).toEqual([
    { 'kubernetes.io/arch': 'arm64' },
    { 'kubernetes.io/arch': 'amd64' },
  ]);
});

it('service account, node selector and tolerations', () => {
  const text = `
steps:
  - name: build
    image: golang
    commands:
      - go get
      - go build
      - go test
    backend_options:
      kubernetes:
        serviceAccountName: 'my-service-account'
        resources:
          requests:
            memory: 128Mi
            cpu: 1000m
          limits:
            memory: 256Mi
        nodeSelector:
          beta.kubernetes.io/instance-type: p3.8xlarge
        tolerations:
          - key: 'key1'
            operator: 'Equal'
            value: 'value1'
            effect: 'NoSchedule'
            tolerationSeconds: 3600
`;

  expect(findings(text)).toEqual([expect.stringContaining('25:13 warning toleration-seconds')]);
  expect(stepsOf(text)[0]).toMatchObject({
    commands: ['go get', 'go build', 'go test'],
    kubernetes: {
      serviceAccountName: 'my-service-account',
      resources: { requests: { memory: '128Mi', cpu: '1000m' }, limits: { memory: '256Mi' } },
      nodeSelector: { 'beta.kubernetes.io/instance-type': 'p3.8xlarge' },
      tolerations: [{ key: 'key1', operator: 'Equal', value: 'value1', effect: 'NoSchedule' }],
    },
  });
});

it('a volume', () => {
  const text = `
steps:
  - name: "Restore Cache"
    image: meltwater/drone-cache
    volumes:
      - woodpecker-cache:/woodpecker/src/cache
    settings:
      mount:
        - "woodpecker-cache"
`;

  expect(findings(text)).toEqual([]);
  expect(stepsOf(text)[0]).toMatchObject({
    kind: 'plugin',
    volumes: ['woodpecker-cache:/woodpecker/src/cache'],
    settings: { mount: ['woodpecker-cache'] },
  });
});

it.each([
  ['runAsUser: 999\n          runAsGroup: 999\n          privileged: true', { runAsUser: 999, runAsGroup: 999, privileged: true }],
  [
    'seccompProfile:\n            type: Localhost\n            localhostProfile: profiles/audit.json',
    { seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/audit.json' } },
  ],
  [
    'apparmorProfile:\n            type: Localhost\n            localhostProfile: k8s-apparmor-example-deny-write',
    { apparmorProfile: { type: 'Localhost', localhostProfile: 'k8s-apparmor-example-deny-write' } },
  ],
])('a security context: %s', (options, securityContext) => {
  const text = `
steps:
  - name: test
    image: alpine
    commands:
      - echo Hello world
    backend_options:
      kubernetes:
        securityContext:
          ${options}
`;

  expect(findings(text)).toEqual([]);
  expect(stepsOf(text)[0]?.kubernetes).toStrictEqual({ securityContext });
});

it('the workspace of CRI-O', () => {
  const text = `
workspace:
  base: '/woodpecker'
  path: '/'
steps:
  - image: alpine
`;

  expect(findings(text)).toEqual([]);
  expect(pipelinesOf(text)[0]?.workspace).toEqual({ base: '/woodpecker', path: '' });
});
