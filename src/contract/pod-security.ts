import type { Pod, PodSpec } from './objects.js';

/** Which profile of the Pod Security Standards pods keep to. */
export type Profile = 'baseline' | 'restricted';

/** A rule of the Pod Security Standards that a pod breaks. */
export interface Violation {
  /** The rule's name in the standards. */
  readonly rule: string;
  /** What breaks it: `securityContext.privileged of container "step"`. */
  readonly what: string;
}

interface Security {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly procMount?: string;
  readonly seccompProfile?: { readonly type?: string };
  readonly appArmorProfile?: { readonly type?: string };
  readonly seLinuxOptions?: { readonly type?: string; readonly user?: string; readonly role?: string };
  readonly sysctls?: readonly { readonly name: string }[];
  readonly windowsOptions?: { readonly hostProcess?: boolean };
}

/** A container, or (with no name) the pod itself. */
interface Part {
  readonly name?: string;
  readonly security: Security;
  readonly ports: readonly { readonly hostPort?: number }[];
}

type Rule = readonly [rule: string, field: string, isBroken: (part: Part, pod: Security) => boolean];

const BASELINE_CAPABILITIES = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(' '),
);
const SELINUX_TYPES = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);
const SAFE_SYSCTLS =
  /^(kernel\.shm_rmid_forced|net\.ipv4\.(ip_local_port_range|ip_unprivileged_port_start|tcp_syncookies|ping_group_range|ip_local_reserved_ports|tcp_keepalive_(time|intvl|probes)|tcp_fin_timeout))$/;
const RESTRICTED_VOLUMES = new Set('configMap csi downwardAPI emptyDir ephemeral persistentVolumeClaim projected secret image'.split(' '));

/** Rules about pod and containers alike. */
const EVERYWHERE: readonly Rule[] = [
  ['HostProcess', 'windowsOptions.hostProcess', ({ security }) => security.windowsOptions?.hostProcess === true],
  ['AppArmor', 'appArmorProfile', ({ security }) => security.appArmorProfile?.type === 'Unconfined'],
  [
    'SELinux',
    'seLinuxOptions',
    ({ security: { seLinuxOptions: given } }) => !SELINUX_TYPES.has(given?.type ?? '') || Boolean(given?.user || given?.role),
  ],
  ['Seccomp', 'seccompProfile', ({ security }) => security.seccompProfile?.type === 'Unconfined'],
  ['Sysctls', 'sysctls', ({ security }) => security.sysctls?.some(({ name }) => !SAFE_SYSCTLS.test(name)) ?? false],
];

const BASELINE: readonly Rule[] = [
  ['Privileged Containers', 'privileged', ({ security }) => security.privileged === true],
  [
    'Capabilities',
    'capabilities.add',
    ({ security }) => security.capabilities?.add?.some((name) => !BASELINE_CAPABILITIES.has(name)) ?? false,
  ],
  ['/proc Mount Type', 'procMount', ({ security }) => (security.procMount ?? 'Default') !== 'Default'],
  ['Host Ports', 'ports.hostPort', ({ ports }) => ports.some(({ hostPort = 0 }) => hostPort !== 0)],
];

const RESTRICTED: readonly Rule[] = [
  ['Privilege Escalation', 'allowPrivilegeEscalation', ({ security }) => security.allowPrivilegeEscalation !== false],
  ['Running as Non-root', 'runAsNonRoot', ({ security }, pod) => (security.runAsNonRoot ?? pod.runAsNonRoot) !== true],
  ['Running as Non-root user', 'runAsUser', ({ security }, pod) => (security.runAsUser ?? pod.runAsUser) === 0],
  ['Seccomp', 'seccompProfile', ({ security }, pod) => (security.seccompProfile ?? pod.seccompProfile)?.type === undefined],
  ['Capabilities', 'capabilities.drop', ({ security }) => !security.capabilities?.drop?.includes('ALL')],
  ['Capabilities', 'capabilities.add', ({ security }) => security.capabilities?.add?.some((name) => name !== 'NET_BIND_SERVICE') ?? false],
];

/** Each rule of a profile that a pod breaks, as an API server that enforces it would say. */
export function podSecurityViolations({ spec }: Pod, profile: Profile): readonly Violation[] {
  const pod: Security = spec.securityContext ?? {};
  const whole: Part = { security: pod, ports: [] };
  const containers = [...(spec.initContainers ?? []), ...spec.containers].map(
    (container: PartialContainer): Part => ({
      name: container.name,
      security: container.securityContext ?? {},
      ports: container.ports ?? [],
    }),
  );
  const broken = (parts: readonly Part[], rules: readonly Rule[]): readonly Violation[] =>
    parts.flatMap((part) =>
      rules.flatMap(([rule, field, isBroken]) => (isBroken(part, pod) ? [{ rule, what: `${field}${placeOf(part)}` }] : [])),
    );
  const found = [
    ...hostViolations(spec),
    ...broken([whole, ...containers], EVERYWHERE),
    ...broken(containers, BASELINE),
    ...(profile === 'restricted' ? [...volumeViolations(spec), ...broken(containers, RESTRICTED)] : []),
  ];
  return found.filter((one, index) => found.findIndex(({ rule, what }) => rule === one.rule && what === one.what) === index);
}

interface PartialContainer {
  readonly name: string;
  readonly securityContext?: Security;
  readonly ports?: Part['ports'];
}

function hostViolations(spec: PodSpec): readonly Violation[] {
  const namespaces = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field] === true);
  const paths = (spec.volumes ?? []).filter(({ hostPath }) => hostPath !== undefined);
  return [
    ...namespaces.map((what) => ({ rule: 'Host Namespaces', what })),
    ...paths.map(({ name }) => ({ rule: 'HostPath Volumes', what: `volume "${name}"` })),
  ];
}

function volumeViolations({ volumes = [] }: PodSpec): readonly Violation[] {
  return volumes.flatMap(({ name, ...source }) => {
    const types = Object.keys(source).filter((type) => !RESTRICTED_VOLUMES.has(type));
    return types.map((type) => ({ rule: 'Volume Types', what: `${type} of volume "${name}"` }));
  });
}

function placeOf({ name }: Part): string {
  return name === undefined ? ' of the pod' : ` of container "${name}"`;
}
