import type { KubernetesOptions } from '../src/model/kubernetes-options.js';

/** Values of each option that podline and Kubernetes take; `builder`, `podline-golden` and the like are made where a cluster wants them. */
export const VALID: { readonly [P in keyof Required<KubernetesOptions>]: readonly NonNullable<KubernetesOptions[P]>[] } = {
  resources: [
    { requests: { cpu: '100m' } },
    { requests: { memory: '64Mi', 'ephemeral-storage': '1Gi' }, limits: { memory: '64Mi', cpu: '1.5' } },
    { limits: { 'example.com/gpu': '2' } },
    { requests: { 'example.com/gpu': '1', cpu: '0' }, limits: { 'example.com/gpu': '1' } },
    { requests: { memory: '1e6', 'hugepages-2Mi': '4Mi' }, limits: { memory: '1M', 'hugepages-2Mi': '4Mi' } },
  ],
  runtimeClassName: ['podline-golden'],
  serviceAccountName: ['builder'],
  priorityClassName: ['podline-golden'],
  labels: [{ team: 'a' }, { 'example.com/a_b.c-d': '', A: 'B.c_d-E' }, { [`${'a'.repeat(63)}`]: 'b'.repeat(63) }],
  annotations: [{ 'example.com/note': 'any text: ä\n"quoted"' }, { a: '' }],
  nodeSelector: [{ disk: 'ssd' }, { 'kubernetes.io/arch': 'arm64', 'example.com/empty': '' }],
  tolerations: [
    [{ operator: 'Exists' }],
    [
      { key: 'a', value: 'b' },
      { key: 'a', operator: 'Equal' },
    ],
    [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 0 }],
    [{ key: 'example.com/a', operator: 'Equal', value: 'b', effect: 'PreferNoSchedule' }],
  ],
  affinity: [
    {},
    { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{}] } } },
    {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                { key: 'a', operator: 'In', values: ['b', 'c'] },
                { key: 'd', operator: 'Exists' },
                { key: 'e', operator: 'Lt', values: ['5'] },
              ],
            },
            { matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['node9'] }] },
          ],
        },
      },
    },
    {
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { labelSelector: { matchExpressions: [{ key: 'a', operator: 'DoesNotExist' }] }, topologyKey: 'kubernetes.io/hostname' },
        ],
      },
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, podAffinityTerm: { topologyKey: 'a/b', namespaces: ['default'], namespaceSelector: { matchLabels: { a: 'b' } } } },
        ],
      },
    },
  ],
  securityContext: [
    { privileged: true },
    { privileged: true, allowPrivilegeEscalation: true, readOnlyRootFilesystem: true },
    { runAsNonRoot: true, runAsUser: 2_147_483_647, runAsGroup: 0, fsGroup: 0, fsGroupChangePolicy: 'Always' },
    { seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/audit.json' }, apparmorProfile: { type: 'Unconfined' } },
    { seccompProfile: { type: 'RuntimeDefault' }, apparmorProfile: { type: 'Localhost', localhostProfile: 'a' } },
    { allowPrivilegeEscalation: false, capabilities: { add: ['NET_RAW'], drop: ['ALL'] } },
  ],
  secrets: [
    [{ name: 'a' }, { name: 'b.c', key: 'd_e' }],
    [{ name: 'a', key: '.x', target: { env: 'X' } }],
    [
      { name: 'a', key: 'b', target: { file: '/run/a' } },
      { name: 'a', target: { file: '/run/b' } },
    ],
  ],
  workspaceVolume: [true, false],
  hostUsers: [false, true],
  dnsPolicy: ['ClusterFirst', 'Default'],
  dnsConfig: [
    { searches: ['example.com', 'a.b.'] },
    { nameservers: ['10.0.0.1', 'fd00::1'], options: [{ name: 'ndots', value: '2' }, { name: 'edns0' }] },
  ],
  hostAliases: [[{ ip: '10.0.0.1', hostnames: ['a', 'b.example.com'] }], [{ ip: '::1', hostnames: ['six'] }]],
  podPatch: [{ spec: { schedulerName: 'other' } }, [{ op: 'add', path: '/spec/containers/0/tty', value: true }]],
};

const NODE_TERM = 'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]';

/** Values that Kubernetes refuses, and the path that podline names. */
export const INVALID: readonly (readonly [options: unknown, path: string])[] = [
  [{ resources: { limits: { memory: '400MB' } } }, 'resources.limits.memory'],
  [{ resources: { requests: { cpu: '-1' } } }, 'resources.requests.cpu'],
  [{ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }, 'resources'],
  [{ resources: { limits: { gpu: '1' } } }, 'resources.limits'],
  [{ resources: { limits: { 'example.com/gpu': '0.5' } } }, 'resources'],
  [{ resources: { requests: { 'example.com/gpu': '1' } } }, 'resources'],
  [{ resources: { requests: { 'example.com/gpu': '1' }, limits: { 'example.com/gpu': '2' } } }, 'resources'],
  [{ resources: { limits: { 'hugepages-2Mi': '4Mi' } } }, 'resources'],
  [{ runtimeClassName: 'Kata_1' }, 'runtimeClassName'],
  [{ serviceAccountName: 'my account' }, 'serviceAccountName'],
  [{ labels: { team: 'a b' } }, 'labels.team'],
  [{ labels: { team: 'a'.repeat(64) } }, 'labels.team'],
  [{ labels: { 'a b': 'c' } }, 'labels'],
  [{ labels: { 'a/b/c': 'd' } }, 'labels'],
  [{ annotations: { 'Example.com/ä': 'a' } }, 'annotations'],
  [{ nodeSelector: { disk: 'fast & big' } }, 'nodeSelector.disk'],
  [{ tolerations: [{ effect: 'NoSchedule' }] }, 'tolerations[0]'],
  [{ tolerations: [{ key: 'a', operator: 'Exist' }] }, 'tolerations[0].operator'],
  [{ tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] }, 'tolerations[0]'],
  [{ tolerations: [{ key: 'a', effect: 'Never' }] }, 'tolerations[0].effect'],
  [{ tolerations: [{ key: 'a b' }] }, 'tolerations[0].key'],
  [{ tolerations: [{ key: 'a', value: 'b c' }] }, 'tolerations[0].value'],
  [
    { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } } },
    'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution',
  ],
  [requirement({ key: 'a', operator: 'In' }), `${NODE_TERM}.matchExpressions[0]`],
  [requirement({ key: 'a', operator: 'Exists', values: ['b'] }), `${NODE_TERM}.matchExpressions[0]`],
  [requirement({ key: 'a', operator: 'Gt', values: ['1', '2'] }), `${NODE_TERM}.matchExpressions[0]`],
  [requirement({ key: 'a', operator: 'Like', values: ['b'] }), `${NODE_TERM}.matchExpressions[0].operator`],
  [requirement({ key: 'a b', operator: 'Exists' }), `${NODE_TERM}.matchExpressions[0].key`],
  [
    { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: {} }] } } },
    'affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]',
  ],
  [
    {
      affinity: {
        podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 101, podAffinityTerm: { topologyKey: 'a' } }] },
      },
    },
    'affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight',
  ],
  [{ securityContext: { runAsUser: -1 } }, 'securityContext.runAsUser'],
  [{ securityContext: { runAsGroup: 2_147_483_648 } }, 'securityContext.runAsGroup'],
  [{ securityContext: { fsGroup: -5 } }, 'securityContext.fsGroup'],
  [{ securityContext: { fsGroup: 5, fsGroupChangePolicy: 'Never' } }, 'securityContext.fsGroupChangePolicy'],
  [{ securityContext: { seccompProfile: { type: 'Localhost' } } }, 'securityContext.seccompProfile'],
  [{ securityContext: { seccompProfile: { type: 'RuntimeDefault', localhostProfile: 'a' } } }, 'securityContext.seccompProfile'],
  [{ securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: '../a' } } }, 'securityContext.seccompProfile'],
  [{ securityContext: { seccompProfile: { type: 'Other' } } }, 'securityContext.seccompProfile.type'],
  [{ securityContext: { apparmorProfile: { type: 'Localhost' } } }, 'securityContext.apparmorProfile'],
  [{ securityContext: { privileged: true, allowPrivilegeEscalation: false } }, 'securityContext'],
  [{ securityContext: { allowPrivilegeEscalation: false, capabilities: { add: ['CAP_SYS_ADMIN'] } } }, 'securityContext'],
  [{ secrets: [{ name: 'My Secret' }] }, 'secrets[0].name'],
  [{ secrets: [{ name: 'a', key: 'b c' }] }, 'secrets[0].key'],
  [{ secrets: [{ name: 'a', key: 'b', target: { env: 'A=B' } }] }, 'secrets[0].target.env'],
  [{ dnsPolicy: 'Mine' }, 'dnsPolicy'],
  [{ dnsPolicy: 'None' }, 'kubernetes'],
  [{ dnsConfig: { nameservers: ['dns.example'] } }, 'dnsConfig.nameservers[0]'],
  [{ dnsConfig: { nameservers: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'] } }, 'dnsConfig'],
  [{ dnsConfig: { searches: ['a b'] } }, 'dnsConfig.searches[0]'],
  [{ dnsConfig: { options: [{ value: '2' }] } }, 'dnsConfig.options[0]'],
  [{ hostAliases: [{ ip: '10.0.0.256', hostnames: ['a'] }] }, 'hostAliases[0].ip'],
  [{ hostAliases: [{ ip: '10.0.0.1', hostnames: ['a_b'] }] }, 'hostAliases[0].hostnames[0]'],
];

function requirement(given: object): unknown {
  const nodeSelectorTerms = [{ matchExpressions: [given] }];
  return { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } };
}
