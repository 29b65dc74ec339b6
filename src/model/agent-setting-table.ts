import type { AgentSettings } from './agent-settings.js';
import { HOST_ACCESS } from './host-access.js';
import { keyProblem, namespaceProblem, objectNameProblem } from './kubernetes-names.js';
import { AUTO_PLATFORM, platformProblem } from './platform.js';
import { quantityProblem } from './quantity.js';
import { AFFINITY, LABELS, TOLERATIONS } from './scheduling-shapes.js';
import type { Setting } from './setting.js';
import { choice, flag, listOf, mapOf, text, whole } from './shape.js';

const BOOLEAN = { kind: 'choice', shape: flag } as const;
const YAML = { kind: 'text', value: 'YAML' } as const;
const NAME = { kind: 'text', value: 'NAME', shape: text(objectNameProblem) } as const;
/** Open, as the documentation page has it; later versions of the reference close it. */
const GATE = { ...BOOLEAN, default: true, compatDefault: false } as const;

/** Every setting of an agent: the source of its variables, flags, validation, defaults and documentation. */
export const AGENT_SETTINGS = {
  namespace: {
    variable: 'WOODPECKER_BACKEND_K8S_NAMESPACE',
    flag: 'namespace',
    kind: 'text',
    value: 'NAME',
    // one that organisations have their own of is put into lower case
    shape: text((name) => namespaceProblem(name.toLowerCase())),
    default: 'woodpecker',
    text: 'namespace of the run',
  },
  namespacePerOrganization: {
    variable: 'WOODPECKER_BACKEND_K8S_NAMESPACE_PER_ORGANIZATION',
    flag: 'namespace-per-org',
    ...BOOLEAN,
    default: false,
    text: 'a namespace for each organisation, NAMESPACE-ID; it is made when it is missing',
  },
  volumeSize: {
    variable: 'WOODPECKER_BACKEND_K8S_VOLUME_SIZE',
    flag: 'volume-size',
    kind: 'text',
    value: 'QUANTITY',
    shape: text(quantityProblem),
    default: '10G',
    text: 'size of the pipeline volume',
  },
  storageClass: {
    variable: 'WOODPECKER_BACKEND_K8S_STORAGE_CLASS',
    flag: 'storage-class',
    ...NAME,
    defaultText: "the cluster's",
    text: 'storage class of the pipeline volume',
  },
  storageRwx: {
    variable: 'WOODPECKER_BACKEND_K8S_STORAGE_RWX',
    flag: 'storage-rwx',
    ...BOOLEAN,
    default: true,
    text: 'ReadWriteMany; false: ReadWriteOnce, and all pods of a run on one node',
  },
  podLabels: {
    variable: 'WOODPECKER_BACKEND_K8S_POD_LABELS',
    flag: 'pod-labels',
    ...YAML,
    shape: LABELS,
    default: {},
    text: 'labels of every pod, a YAML object',
  },
  podLabelsAllowFromStep: {
    variable: 'WOODPECKER_BACKEND_K8S_POD_LABELS_ALLOW_FROM_STEP',
    flag: 'pod-labels-allow-from-step',
    ...GATE,
    text: 'steps may have labels of their own',
  },
  podAnnotations: {
    variable: 'WOODPECKER_BACKEND_K8S_POD_ANNOTATIONS',
    flag: 'pod-annotations',
    ...YAML,
    shape: mapOf(keyProblem, text()),
    default: {},
    text: 'annotations of every pod, a YAML object',
  },
  podAnnotationsAllowFromStep: {
    variable: 'WOODPECKER_BACKEND_K8S_POD_ANNOTATIONS_ALLOW_FROM_STEP',
    flag: 'pod-annotations-allow-from-step',
    ...GATE,
    text: 'steps may have annotations of their own',
  },
  podNodeSelector: {
    variable: 'WOODPECKER_BACKEND_K8S_POD_NODE_SELECTOR',
    flag: 'pod-node-selector',
    ...YAML,
    shape: LABELS,
    default: {},
    text: "node selector of every pod, a YAML object; a step's own goes before it",
  },
  podNodeSelectorAllowFromStep: {
    variable: 'WOODPECKER_BACKEND_K8S_POD_NODE_SELECTOR_ALLOW_FROM_STEP',
    flag: 'pod-node-selector-allow-from-step',
    ...GATE,
    text: 'steps may have a node selector of their own',
  },
  podTolerations: {
    variable: 'WOODPECKER_BACKEND_K8S_POD_TOLERATIONS',
    flag: 'pod-tolerations',
    ...YAML,
    shape: TOLERATIONS,
    default: [],
    text: 'tolerations of pods whose step names none, a YAML list',
  },
  podTolerationsAllowFromStep: {
    variable: 'WOODPECKER_BACKEND_K8S_POD_TOLERATIONS_ALLOW_FROM_STEP',
    flag: 'pod-tolerations-allow-from-step',
    ...BOOLEAN,
    default: true,
    text: 'steps may have tolerations of their own',
  },
  podAffinity: {
    variable: 'WOODPECKER_BACKEND_K8S_POD_AFFINITY',
    flag: 'pod-affinity',
    ...YAML,
    shape: AFFINITY,
    text: 'affinity of pods whose step names none, a YAML object',
  },
  podAffinityAllowFromStep: {
    variable: 'WOODPECKER_BACKEND_K8S_POD_AFFINITY_ALLOW_FROM_STEP',
    flag: 'pod-affinity-allow-from-step',
    ...GATE,
    text: 'steps may have an affinity of their own',
  },
  runtimeClassAllowFromStep: {
    variable: 'WOODPECKER_BACKEND_K8S_RUNTIME_CLASS_ALLOW_FROM_STEP',
    flag: 'runtime-class-allow-from-step',
    ...GATE,
    text: 'steps may name a runtime class',
  },
  serviceAccountNameAllowFromStep: {
    variable: 'WOODPECKER_BACKEND_K8S_SERVICE_ACCOUNT_NAME_ALLOW_FROM_STEP',
    flag: 'service-account-name-allow-from-step',
    ...GATE,
    text: 'steps may name a service account',
  },
  allowNativeSecrets: {
    variable: 'WOODPECKER_BACKEND_K8S_ALLOW_NATIVE_SECRETS',
    flag: 'allow-native-secrets',
    ...GATE,
    text: 'steps may take Secrets of the namespace',
  },
  secctxNonroot: {
    variable: 'WOODPECKER_BACKEND_K8S_SECCTX_NONROOT',
    flag: 'secctx-nonroot',
    ...BOOLEAN,
    default: false,
    text: 'containers must not run as root',
  },
  pullSecretNames: {
    variable: 'WOODPECKER_BACKEND_K8S_PULL_SECRET_NAMES',
    flag: 'pull-secret-names',
    kind: 'text',
    value: 'NAMES',
    shape: listOf(text(objectNameProblem)),
    default: [],
    text: 'existing pull secrets, separated by commas',
  },
  priorityClass: {
    variable: 'WOODPECKER_BACKEND_K8S_PRIORITY_CLASS',
    flag: 'priority-class',
    ...NAME,
    text: 'priority class of every pod',
  },
  clusterDomain: {
    variable: 'WOODPECKER_BACKEND_K8S_CLUSTER_DOMAIN',
    flag: 'cluster-domain',
    kind: 'text',
    value: 'DOMAIN',
    shape: text(objectNameProblem),
    default: 'cluster.local',
    text: 'DNS domain of the cluster',
  },
  stopTimeoutSeconds: {
    variable: 'WOODPECKER_BACKEND_K8S_STOP_TIMEOUT',
    flag: 'stop-timeout',
    kind: 'count',
    value: 'SECONDS',
    shape: whole(0, 999_999_999),
    default: 20,
    text: 'seconds from SIGTERM to SIGKILL',
  },
  permissionInitImage: {
    variable: 'WOODPECKER_BACKEND_K8S_PERMISSION_INIT_IMAGE',
    flag: 'permission-init-image',
    kind: 'text',
    value: 'IMAGE',
    shape: text(),
    default: 'busybox:stable-musl',
    text: 'image that makes the working directory where a step is not root, with --compat woodpecker-3 only: podline needs none',
  },
  allow: {
    variable: 'PODLINE_ALLOW',
    flag: 'allow',
    kind: 'list',
    value: 'ACCESS',
    shape: listOf(choice(...HOST_ACCESS)),
    default: [],
    text: `access to the node that pod patches and manifests may ask for: ${HOST_ACCESS.join(', ')}`,
  },
  compat: {
    variable: 'PODLINE_COMPAT',
    flag: 'compat',
    kind: 'choice',
    shape: choice('woodpecker-3'),
    text: 'defaults, labels and silences of Woodpecker 3: options that the agent does not allow are dropped without a word',
  },
  profile: {
    variable: 'PODLINE_PROFILE',
    flag: 'profile',
    kind: 'choice',
    shape: choice('baseline', 'restricted'),
    text: 'Pod Security profile that all steps keep to; what it needs is set, what breaks it is an error',
  },
  platform: {
    variable: 'PODLINE_PLATFORM',
    flag: 'platform',
    kind: 'text',
    value: 'OS/ARCH',
    shape: text(platformProblem),
    default: AUTO_PLATFORM,
    text: 'platform of the nodes; auto: that of this machine, and when a run finds no such node the one that the nodes have',
  },
  kubernetesVersion: {
    variable: 'PODLINE_KUBERNETES_VERSION',
    flag: 'kubernetes-version',
    kind: 'text',
    value: 'VERSION',
    shape: text((version) => (/^v?\d+\.\d+(\.\d+)?$/.test(version) ? undefined : 'must be a version such as 1.30')),
    defaultText: 'a new one',
    text: 'Kubernetes that the manifests are for; a run asks its cluster',
  },
} as const satisfies { readonly [P in keyof Required<AgentSettings>]: Setting<AgentSettings[P]> };

export type SettingName = keyof AgentSettings;
