import { type Container, type EnvVar, type PodSpec, Quantity } from '../../imports/k8s.js';
import { RUN_LABEL, STEP_CONTAINER } from '../contract/annotations.js';
import { hostName, PLACEHOLDER_RUN } from '../contract/names.js';
import type { AgentSettings } from '../model/agent-settings.js';
import type { DnsConfig, KubernetesOptions, NativeSecret, Resources } from '../model/kubernetes-options.js';
import type { ReadyRule } from '../model/ready.js';
import { memoryEntries, memoryMounts } from './memory-mounts.js';
import { permissionInit } from './permission-init.js';
import type { PipelineContext, PipelineMember } from './pipeline-context.js';
import { readinessProbe } from './readiness-probe.js';
import { containerSecurity, podSecurity } from './security.js';
import { stepDirectory, workspaceBase } from './step-directory.js';
import type { StepProcess } from './step-process.js';
import { escapeExpansion } from './step-script.js';
import type { Variables } from './step-variables.js';
import { claimMounts, type Mounts, secretMounts } from './volume-mounts.js';

/** What a pod is made of, beside the options of its step. */
export interface PodSpecInput {
  readonly context: PipelineContext;
  readonly variables: Variables;
  /** Name of the Secret with the step's variables. */
  readonly secretName: string;
  readonly process: StepProcess;
  readonly timeoutSeconds?: number;
  readonly ready?: ReadyRule | false;
}

const WORKSPACE_VOLUME = 'workspace';

/** Net below the runner's own limits: the longest run, then the longest wait at the gate and for the image. */
const RUN_LIMIT_SECONDS = 3600;
const HOLD_AND_PULL_LIMIT_SECONDS = 900;

/** The spec of a step's pod: plain enough that anyone may create it, and it runs at once. */
export function podSpec({ name, kind, options }: PipelineMember, input: PodSpecInput): PodSpec {
  const { context, variables, secretName, process, timeoutSeconds, ready } = input;
  const { settings, workspace, objectName } = context.props;
  const kubernetes = options.kubernetes ?? {};
  const mounts = [
    workspaceMount(context, { kind, options }),
    claimMounts(options.volumes ?? [], settings.compat),
    memoryMounts(memoryEntries(options, settings)),
    process.mounts,
    secretMounts(kubernetes.secrets ?? []),
  ];
  const container: Container = {
    name: STEP_CONTAINER,
    image: options.image,
    imagePullPolicy: options.pull ? 'Always' : undefined,
    command: process.command && [...process.command],
    workingDir: options.commands?.length ? workspaceBase(options, workspace) : stepDirectory(options, workspace),
    env: [...variableEntries(variables, secretName), ...nativeVariables(kubernetes.secrets ?? [])],
    envFrom: nonEmpty(wholeSecrets(kubernetes.secrets ?? [])),
    ports: nonEmpty((options.ports ?? []).map(containerPort)),
    readinessProbe: ready ? readinessProbe(ready) : undefined,
    resources: resources(kubernetes.resources),
    volumeMounts: nonEmpty(mounts.flatMap(({ mounts }) => mounts)),
    securityContext: containerSecurity(options, settings),
  };
  return {
    restartPolicy: 'Never',
    hostname: hostName(options.writtenName ?? name),
    subdomain: objectName,
    dnsPolicy: kubernetes.dnsPolicy,
    dnsConfig: dnsConfig(kubernetes.dnsConfig, { domain: `${objectName}.${settings.namespace}.svc.${settings.clusterDomain}`, settings }),
    hostAliases: nonEmpty((kubernetes.hostAliases ?? []).map(({ ip, hostnames }) => ({ ip, hostnames: [...hostnames] }))),
    enableServiceLinks: false,
    automountServiceAccountToken: kubernetes.serviceAccountName === undefined ? false : undefined,
    serviceAccountName: kubernetes.serviceAccountName,
    runtimeClassName: kubernetes.runtimeClassName,
    priorityClassName: kubernetes.priorityClassName ?? settings.priorityClass,
    hostUsers: kubernetes.hostUsers,
    terminationGracePeriodSeconds: settings.stopTimeoutSeconds,
    activeDeadlineSeconds: (timeoutSeconds ?? RUN_LIMIT_SECONDS) + HOLD_AND_PULL_LIMIT_SECONDS,
    nodeSelector: { ...archSelector(context.props.platform), ...settings.podNodeSelector, ...kubernetes.nodeSelector },
    tolerations: nonEmpty(kubernetes.tolerations ?? settings.podTolerations),
    affinity: affinity(kubernetes, context),
    imagePullSecrets: nonEmpty(pullSecrets(options.image, context)),
    securityContext: podSecurity(options, { settings, group: context.workspaceGroup }),
    volumes: nonEmpty(mounts.flatMap(({ volumes }) => volumes)),
    initContainers: permissionInit(container, { runAsUser: kubernetes.securityContext?.runAsUser, settings }),
    containers: [container],
  };
}

function workspaceMount(context: PipelineContext, { kind, options }: Pick<PipelineMember, 'kind' | 'options'>): Mounts {
  const { claimName } = context.props;
  if (kind === 'service' && options.kubernetes?.workspaceVolume === false) return { volumes: [], mounts: [] };
  return {
    volumes: [{ name: WORKSPACE_VOLUME, ...(claimName === undefined ? { emptyDir: {} } : { persistentVolumeClaim: { claimName } }) }],
    mounts: [{ name: WORKSPACE_VOLUME, mountPath: workspaceBase(options, context.props.workspace) }],
  };
}

function pullSecrets(image: string, context: PipelineContext) {
  const { settings, registrySecretName } = context.props;
  const own = context.needsCredentials(image) ? [registrySecretName] : [];
  return [...settings.pullSecretNames, ...own].map((name) => ({ name }));
}

/** Pods on a ReadWriteOnce volume are kept on the node of the run's other pods. */
function affinity(options: KubernetesOptions, { props }: PipelineContext): PodSpec['affinity'] {
  const given = (options.affinity ?? props.settings.podAffinity) as PodSpec['affinity'];
  if (props.claimName === undefined || props.accessMode !== 'ReadWriteOnce') return given;
  const sameNode = { labelSelector: { matchLabels: { [RUN_LABEL]: PLACEHOLDER_RUN } }, topologyKey: 'kubernetes.io/hostname' };
  const others = given?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return { ...given, podAffinity: { ...given?.podAffinity, requiredDuringSchedulingIgnoredDuringExecution: [...others, sameNode] } };
}

/**
 * The pipeline's own domain comes first: steps and services are found by their names whatever else is searched.
 * Woodpecker 3 leaves it out where a step has a configuration of its own.
 */
function dnsConfig(
  given: DnsConfig | undefined,
  { domain, settings }: { readonly domain: string; readonly settings: AgentSettings },
): PodSpec['dnsConfig'] {
  const { nameservers = [], searches = [], options = [] } = given ?? {};
  if (settings.compat !== undefined && given !== undefined)
    return { nameservers: nonEmpty(nameservers), searches: nonEmpty(searches), options: nonEmpty(options) };
  return { nameservers: nonEmpty(nameservers), searches: [domain, ...searches], options: nonEmpty(options) };
}

/** Sorted, so that the same step is the same pod. */
function variableEntries(variables: Variables, secretName: string): EnvVar[] {
  return Object.entries(variables)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, variable]) =>
      'template' in variable
        ? { name, valueFrom: { secretKeyRef: { name: secretName, key: name } } }
        : { name, value: escapeExpansion(variable.value) },
    );
}

function nativeVariables(secrets: readonly NativeSecret[]): EnvVar[] {
  return secrets.flatMap(({ name, key, target }) => {
    if (!key || target?.file) return [];
    return [{ name: target?.env || key.toUpperCase(), valueFrom: { secretKeyRef: { name, key } } }];
  });
}

function wholeSecrets(secrets: readonly NativeSecret[]) {
  return secrets.filter(({ key, target }) => !key && !target?.env && !target?.file).map(({ name }) => ({ secretRef: { name } }));
}

function archSelector(platform: string): Record<string, string> {
  const arch = platform.split('/')[1];
  return arch ? { 'kubernetes.io/arch': arch } : {};
}

function containerPort(port: number | string) {
  const [number, protocol] = String(port).split('/');
  return { containerPort: Number(number), protocol: protocol?.toUpperCase() };
}

function resources(given: Resources | undefined) {
  if (given?.requests === undefined && given?.limits === undefined) return undefined;
  return { requests: quantities(given.requests), limits: quantities(given.limits) };
}

function quantities(given: Readonly<Record<string, string>> | undefined) {
  return given && Object.fromEntries(Object.entries(given).map(([name, value]) => [name, Quantity.fromString(value)]));
}

function nonEmpty<T>(items: readonly T[]): T[] | undefined {
  return items.length > 0 ? [...items] : undefined;
}
