import type { AgentConfigProps } from '../src/constructs/agent-config.js';
import type { StepPodProps } from '../src/constructs/step-pod.js';

/** What is written in a file, what in TypeScript: both give the manifest in test/golden/options/<name>.k8s.yaml. */
export interface OptionCase {
  /** The option or setting that it is about. */
  readonly name: string;
  /** Keys of the step beside image and entry point. */
  readonly yaml?: string;
  readonly step?: Partial<StepPodProps>;
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: AgentConfigProps;
}

/** An option of `backend_options.kubernetes`. */
function option(name: string, yaml: string, kubernetes: StepPodProps['kubernetes']): OptionCase {
  return { name, yaml: `backend_options: { kubernetes: ${yaml} }`, step: { kubernetes } };
}

function security(name: string, yaml: string, securityContext: NonNullable<StepPodProps['kubernetes']>['securityContext']): OptionCase {
  return option(`securityContext.${name}`, `{ securityContext: { ${name}: ${yaml} } }`, { securityContext });
}

function setting(name: keyof AgentConfigProps, suffix: string, value: string, settings: AgentConfigProps): OptionCase {
  return { name, env: { [suffix.startsWith('PODLINE_') ? suffix : `WOODPECKER_BACKEND_K8S_${suffix}`]: value }, settings };
}

const LABELS = 'labels: { team: a }';

/** A closed gate and an option behind it, in the compatibility with Woodpecker 3: it is dropped. */
function gate(name: keyof AgentConfigProps, yaml: string, kubernetes: StepPodProps['kubernetes']): OptionCase {
  const variable = `WOODPECKER_BACKEND_K8S_${name.replaceAll(/[A-Z]/g, '_$&').toUpperCase()}`;
  return {
    name,
    yaml: `backend_options: { kubernetes: { ${yaml} } }`,
    step: { kubernetes },
    env: { PODLINE_COMPAT: 'woodpecker-3', [variable]: 'false' },
    settings: { compat: 'woodpecker-3', [name]: false },
  };
}

const SPREAD = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd', 'nvme'] }] }],
    },
    preferredDuringSchedulingIgnoredDuringExecution: [
      { weight: 10, preference: { matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['8'] }] } },
    ],
  },
  podAntiAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: [
      {
        weight: 100,
        podAffinityTerm: { labelSelector: { matchLabels: { app: 'heavy' } }, topologyKey: 'kubernetes.io/hostname' },
      },
    ],
  },
};

export const OPTION_CASES: readonly OptionCase[] = [
  { name: 'none' },
  option(
    'resources',
    '{ resources: { requests: { memory: 200Mi, cpu: 100m, ephemeral-storage: 1Gi }, limits: { memory: 400Mi, cpu: 1000m, nvidia.com/gpu: 1 } } }',
    {
      resources: {
        requests: { memory: '200Mi', cpu: '100m', 'ephemeral-storage': '1Gi' },
        limits: { memory: '400Mi', cpu: '1000m', 'nvidia.com/gpu': '1' },
      },
    },
  ),
  option('runtimeClassName', '{ runtimeClassName: podline-golden }', { runtimeClassName: 'podline-golden' }),
  option('serviceAccountName', '{ serviceAccountName: builder }', { serviceAccountName: 'builder' }),
  option('priorityClassName', '{ priorityClassName: podline-golden }', { priorityClassName: 'podline-golden' }),
  option('labels', '{ labels: { example.com/team: a, version: 1.10 } }', { labels: { 'example.com/team': 'a', version: '1.10' } }),
  option('annotations', '{ annotations: { example.com/note: "any text: ä" } }', { annotations: { 'example.com/note': 'any text: ä' } }),
  option('nodeSelector', '{ nodeSelector: { kubernetes.io/arch: arm64, disk: ssd } }', {
    nodeSelector: { 'kubernetes.io/arch': 'arm64', disk: 'ssd' },
  }),
  option(
    'tolerations',
    '{ tolerations: [{ key: key1, operator: Equal, value: value1, effect: NoExecute, tolerationSeconds: 3600 }, { operator: Exists }] }',
    {
      tolerations: [
        { key: 'key1', operator: 'Equal', value: 'value1', effect: 'NoExecute', tolerationSeconds: 3600 },
        { operator: 'Exists' },
      ],
    },
  ),
  option('affinity', JSON.stringify({ affinity: SPREAD }), { affinity: SPREAD }),
  security('privileged', 'true', { privileged: true }),
  security('runAsNonRoot', 'true', { runAsNonRoot: true }),
  security('runAsUser', '999', { runAsUser: 999 }),
  security('runAsGroup', '998', { runAsGroup: 998 }),
  security('fsGroup', '997', { fsGroup: 997 }),
  option('securityContext.fsGroupChangePolicy', '{ securityContext: { fsGroup: 997, fsGroupChangePolicy: Always } }', {
    securityContext: { fsGroup: 997, fsGroupChangePolicy: 'Always' },
  }),
  security('seccompProfile', '{ type: Localhost, localhostProfile: profiles/audit.json }', {
    seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/audit.json' },
  }),
  security('apparmorProfile', '{ type: Localhost, localhostProfile: k8s-apparmor-example-deny-write }', {
    apparmorProfile: { type: 'Localhost', localhostProfile: 'k8s-apparmor-example-deny-write' },
  }),
  security('allowPrivilegeEscalation', 'false', { allowPrivilegeEscalation: false }),
  security('readOnlyRootFilesystem', 'true', { readOnlyRootFilesystem: true }),
  security('capabilities', '{ add: [NET_RAW], drop: ALL }', { capabilities: { add: ['NET_RAW'], drop: ['ALL'] } }),
  option(
    'secrets',
    '{ secrets: [{ name: whole }, { name: one, key: token }, { name: one, key: token, target: { env: OTHER } }, { name: file, key: token, target: { file: /run/token } }, { name: folder, target: { file: /run/keys } }] }',
    {
      secrets: [
        { name: 'whole' },
        { name: 'one', key: 'token' },
        { name: 'one', key: 'token', target: { env: 'OTHER' } },
        { name: 'file', key: 'token', target: { file: '/run/token' } },
        { name: 'folder', target: { file: '/run/keys' } },
      ],
    },
  ),
  option('workspaceVolume', '{ workspaceVolume: false }', { workspaceVolume: false }),
  option('hostUsers', '{ hostUsers: false }', { hostUsers: false }),
  option('dnsPolicy', '{ dnsPolicy: None, dnsConfig: { nameservers: [10.96.0.10] } }', {
    dnsPolicy: 'None',
    dnsConfig: { nameservers: ['10.96.0.10'] },
  }),
  option('dnsConfig', '{ dnsConfig: { nameservers: [10.96.0.10], searches: [example.com], options: [{ name: ndots, value: 2 }] } }', {
    dnsConfig: { nameservers: ['10.96.0.10'], searches: ['example.com'], options: [{ name: 'ndots', value: '2' }] },
  }),
  option('hostAliases', '{ hostAliases: [{ ip: 10.0.0.1, hostnames: [db, db.example.com] }, { ip: "::1", hostnames: six }] }', {
    hostAliases: [
      { ip: '10.0.0.1', hostnames: ['db', 'db.example.com'] },
      { ip: '::1', hostnames: ['six'] },
    ],
  }),
  option('podPatch', '{ podPatch: [{ op: add, path: /spec/shareProcessNamespace, value: true }] }', {
    podPatch: [{ op: 'add', path: '/spec/shareProcessNamespace', value: true }],
  }),
  setting('namespace', 'NAMESPACE', 'ci', { namespace: 'ci' }),
  setting('volumeSize', 'VOLUME_SIZE', '500Mi', { volumeSize: '500Mi' }),
  setting('storageClass', 'STORAGE_CLASS', 'fast', { storageClass: 'fast' }),
  setting('storageRwx', 'STORAGE_RWX', 'false', { storageRwx: false }),
  setting('podLabels', 'POD_LABELS', '{"example.com/test-label":"test-value"}', { podLabels: { 'example.com/test-label': 'test-value' } }),
  setting('podAnnotations', 'POD_ANNOTATIONS', '{"example.com/test-annotation":"test-value"}', {
    podAnnotations: { 'example.com/test-annotation': 'test-value' },
  }),
  setting('podNodeSelector', 'POD_NODE_SELECTOR', 'pool: ci', { podNodeSelector: { pool: 'ci' } }),
  setting('podTolerations', 'POD_TOLERATIONS', '[{ key: ci, operator: Exists }]', { podTolerations: [{ key: 'ci', operator: 'Exists' }] }),
  setting('podAffinity', 'POD_AFFINITY', JSON.stringify(SPREAD), { podAffinity: SPREAD }),
  setting('secctxNonroot', 'SECCTX_NONROOT', 'true', { secctxNonroot: true }),
  setting('pullSecretNames', 'PULL_SECRET_NAMES', 'registry, other', { pullSecretNames: ['registry', 'other'] }),
  setting('priorityClass', 'PRIORITY_CLASS', 'podline-golden', { priorityClass: 'podline-golden' }),
  setting('clusterDomain', 'CLUSTER_DOMAIN', 'cluster.example', { clusterDomain: 'cluster.example' }),
  setting('stopTimeoutSeconds', 'STOP_TIMEOUT', '5', { stopTimeoutSeconds: 5 }),
  gate('podLabelsAllowFromStep', LABELS, { labels: { team: 'a' } }),
  gate('podAnnotationsAllowFromStep', 'annotations: { note: a }', { annotations: { note: 'a' } }),
  gate('podNodeSelectorAllowFromStep', 'nodeSelector: { disk: ssd }', { nodeSelector: { disk: 'ssd' } }),
  gate('podTolerationsAllowFromStep', 'tolerations: [{ operator: Exists }]', { tolerations: [{ operator: 'Exists' }] }),
  gate('podAffinityAllowFromStep', 'affinity: { podAntiAffinity: {} }', { affinity: { podAntiAffinity: {} } }),
  gate('runtimeClassAllowFromStep', 'runtimeClassName: podline-golden', { runtimeClassName: 'podline-golden' }),
  gate('serviceAccountNameAllowFromStep', 'serviceAccountName: builder', { serviceAccountName: 'builder' }),
  gate('allowNativeSecrets', 'secrets: [{ name: aws }]', { secrets: [{ name: 'aws' }] }),
  setting('namespacePerOrganization', 'NAMESPACE_PER_ORGANIZATION', 'true', { namespacePerOrganization: true }),
  {
    name: 'permissionInitImage',
    yaml: 'backend_options: { kubernetes: { securityContext: { runAsUser: 999 } } }',
    step: { kubernetes: { securityContext: { runAsUser: 999 } } },
    env: { PODLINE_COMPAT: 'woodpecker-3', WOODPECKER_BACKEND_K8S_PERMISSION_INIT_IMAGE: 'alpine:3' },
    settings: { compat: 'woodpecker-3', permissionInitImage: 'alpine:3' },
  },
  {
    name: 'compat',
    yaml: 'backend_options: { kubernetes: { securityContext: { runAsUser: 0, runAsGroup: 0, privileged: true }, labels: { dropped: yes } } }',
    step: { kubernetes: { securityContext: { runAsUser: 0, runAsGroup: 0, privileged: true }, labels: { dropped: 'yes' } } },
    env: { PODLINE_COMPAT: 'woodpecker-3' },
    settings: { compat: 'woodpecker-3' },
  },
  setting('platform', 'PODLINE_PLATFORM', 'linux/arm64', { platform: 'linux/arm64' }),
  {
    name: 'kubernetesVersion',
    yaml: 'backend_options: { kubernetes: { securityContext: { apparmorProfile: { type: RuntimeDefault } } } }',
    step: { kubernetes: { securityContext: { apparmorProfile: { type: 'RuntimeDefault' } } } },
    env: { PODLINE_KUBERNETES_VERSION: '1.20' },
    settings: { kubernetesVersion: '1.20' },
  },
  setting('profile', 'PODLINE_PROFILE', 'restricted', { profile: 'restricted' }),
  {
    name: 'allow',
    yaml: 'backend_options: { kubernetes: { podPatch: { spec: { hostNetwork: true } } } }',
    step: { kubernetes: { podPatch: { spec: { hostNetwork: true } } } },
    env: { PODLINE_ALLOW: 'hostNetwork' },
    settings: { allow: ['hostNetwork'] },
  },
];
