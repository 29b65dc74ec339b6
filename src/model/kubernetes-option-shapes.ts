import { keyProblem, objectNameProblem, ownKeyProblem, secretKeyProblem, variableNameProblem } from './kubernetes-names.js';
import type { DnsConfig, HostAlias, KubernetesOptions, NativeSecret } from './kubernetes-options.js';
import { patchShapeProblem } from './pod-patch.js';
import { RESOURCES } from './resource-shapes.js';
import { AFFINITY, LABELS, TOLERATIONS } from './scheduling-shapes.js';
import { SECURITY_CONTEXT } from './security-shapes.js';
import { choice, flag, jsonOf, listOf, mapOf, object, text } from './shape.js';

const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/;
const HOST = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\.?$/;
const MAX_NAMESERVERS = 3;
/** Kubernetes takes 32; the pipeline's own is one of them. */
const MAX_SEARCHES = 31;
const OS_LABEL = 'kubernetes.io/os';

const foreign = (key: string) => ownKeyProblem(key) ?? keyProblem(key);
const address = text((given) => (isAddress(given) ? undefined : 'must be an IP address'));
const host = text((name) => (HOST.test(name) ? undefined : 'must be the name of a host'));

export const NATIVE_SECRET = object<NativeSecret>(
  {
    name: { shape: text(objectNameProblem), required: true, text: 'name of the Secret' },
    key: { shape: text((key) => (key === '' ? undefined : secretKeyProblem(key))), text: 'one of its keys; absent: all of them' },
    target: {
      shape: object<NonNullable<NativeSecret['target']>>({
        env: { shape: text((name) => (name === '' ? undefined : variableNameProblem(name))), text: 'variable that gets the value' },
        file: {
          shape: text((file) => (file === '' || file.startsWith('/') ? undefined : 'must be an absolute path')),
          text: 'file that gets it; without a key a folder of all keys',
        },
      }),
      text: 'where it goes; absent: to the variable with the name of the key, in capitals',
    },
  },
  ({ key, target }) => (target?.env && !key && !target.file ? `needs a "key" for the variable "${target.env}"` : undefined),
);

export const NAMESERVERS = listOf(address);
export const SEARCHES = listOf(host);

const DNS_CONFIG = object<DnsConfig>(
  {
    nameservers: { shape: NAMESERVERS, text: 'addresses of name servers' },
    searches: { shape: SEARCHES, text: 'domains that names are looked for in, beside that of the pipeline' },
    options: {
      shape: listOf(
        object<NonNullable<DnsConfig['options']>[number]>({ name: { shape: text(), required: true }, value: { shape: text() } }),
      ),
      text: 'options of the resolver, `{ name, value }`',
    },
  },
  ({ nameservers = [], searches = [] }) => {
    if (nameservers.length > MAX_NAMESERVERS) return `has more than ${MAX_NAMESERVERS} name servers`;
    return searches.length > MAX_SEARCHES ? `has more than ${MAX_SEARCHES} domains to search` : undefined;
  },
);

export const HOST_ALIAS = object<HostAlias>({
  ip: { shape: address, required: true },
  hostnames: { shape: listOf(host), required: true },
});

/** Every option of a step for its pod. */
export const KUBERNETES_OPTIONS = object<KubernetesOptions>(
  {
    resources: { shape: RESOURCES, text: 'what the step asks for and may take, by the name of the resource' },
    runtimeClassName: { shape: text(objectNameProblem), text: 'RuntimeClass of the pod' },
    serviceAccountName: { shape: text(objectNameProblem), text: 'ServiceAccount whose token the pod mounts; without it there is none' },
    priorityClassName: { shape: text(objectNameProblem), text: "PriorityClass of the pod, in place of the agent's" },
    labels: { shape: mapOf(foreign, LABELS.value), text: 'labels of the pod' },
    annotations: { shape: mapOf(foreign, text()), text: 'annotations of the pod' },
    nodeSelector: { shape: LABELS, text: 'labels of the nodes to run on, beside `kubernetes.io/arch` of the platform' },
    tolerations: { shape: TOLERATIONS, text: "taints of nodes to run on nevertheless, in place of the agent's" },
    affinity: { shape: AFFINITY, text: "nodes to run on and pods to run near, in place of the agent's" },
    securityContext: { shape: SECURITY_CONTEXT, text: 'users, rights and profiles, of the pod where Kubernetes has them there' },
    secrets: { shape: listOf(NATIVE_SECRET), text: 'Secrets of the namespace, as variables or files' },
    workspaceVolume: { shape: flag, text: '`false`: a service without the workspace' },
    hostUsers: { shape: flag, text: '`false`: a user namespace of its own' },
    dnsPolicy: { shape: choice('ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'), text: 'where names are looked up' },
    dnsConfig: { shape: DNS_CONFIG, text: 'added to the resolver of the pod' },
    hostAliases: { shape: listOf(HOST_ALIAS), text: 'further names of addresses, in `/etc/hosts`' },
    podPatch: { shape: jsonOf(patchShapeProblem), text: 'what no option covers: a JSON patch, or a part of a pod to merge, applied last' },
  },
  ({ nodeSelector, dnsPolicy, dnsConfig }) => {
    if (nodeSelector?.[OS_LABEL] === 'windows') return `has "${OS_LABEL}": windows in its node selector, and steps need a POSIX shell`;
    return dnsPolicy === 'None' && !dnsConfig?.nameservers?.length ? 'needs "dnsConfig.nameservers" for the dnsPolicy None' : undefined;
  },
);

function isAddress(given: string): boolean {
  return ADDRESS.test(given) && (given.includes(':') || given.split('.').every((part) => Number(part) < 256 && !/^0\d/.test(part)));
}
