import { expect } from 'vitest';
import { kubectlOf } from './kubectl.js';
import { realScenario } from './scenario.js';

/** The examples of the page "Kubernetes backend", whole where the page leaves something out. */
const EXAMPLES: Readonly<Record<string, string>> = {
  resources: `
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
  `,
  'node selector of an axis': `
    matrix:
      include:
        - NAME: runner1
          ARCH: arm64
    steps:
      - name: build
        image: alpine
        commands: [uname -m]
        backend_options:
          kubernetes:
            nodeSelector:
              kubernetes.io/arch: "\${ARCH}"
  `,
  'service account, node selector and tolerations': `
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
  `,
  volumes: `
    steps:
      - name: "Restore Cache"
        image: meltwater/drone-cache
        volumes:
          - woodpecker-cache:/woodpecker/src/cache
        settings:
          mount:
            - "woodpecker-cache"
  `,
  'security context': `
    steps:
      - name: test
        image: alpine
        commands:
          - echo Hello world
        backend_options:
          kubernetes:
            securityContext:
              runAsUser: 999
              runAsGroup: 999
              privileged: true
  `,
  seccomp: `
    steps:
      - name: test
        image: alpine
        commands: [echo Hello world]
        backend_options:
          kubernetes:
            securityContext:
              seccompProfile:
                type: Localhost
                localhostProfile: profiles/audit.json
  `,
  AppArmor: `
    steps:
      - name: test
        image: alpine
        commands: [echo Hello world]
        backend_options:
          kubernetes:
            securityContext:
              apparmorProfile:
                type: Localhost
                localhostProfile: k8s-apparmor-example-deny-write
  `,
  'CRI-O': `
    workspace:
      base: '/woodpecker'
      path: '/'
    steps:
      - name: test
        image: alpine
        commands: [echo Hello world]
  `,
};

for (const [title, workflow] of Object.entries(EXAMPLES)) {
  realScenario(`the API server accepts every object of the example: ${title}`, async (bed) => {
    const kubectl = kubectlOf(bed.admin);
    await kubectl('create', 'serviceaccount', 'my-service-account', '--namespace', bed.namespace);
    const synth = ['synth', 'workflow.yaml', '--namespace', bed.namespace, '--directory', '-'];

    const { stdout, status } = await (await bed.bare(synth, { files: { 'workflow.yaml': workflow } })).end();
    const accepted = await kubectl('apply', '--dry-run=server', '--filename', await bed.write('manifest.yaml', stdout));

    expect(status).toBe(0);
    expect(accepted.trim().split('\n')).toHaveLength(stdout.match(/^kind: /gm)?.length ?? 0);
    expect(accepted).toMatch(/^pod\/\S+ created/m);
  });
}
