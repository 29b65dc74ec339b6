import type { SecurityContext as ContainerSecurityContext, PodSecurityContext } from '../../imports/k8s.js';
import type { AgentSettings } from '../model/agent-settings.js';
import type { SecurityContext, SecurityProfile } from '../model/kubernetes-options.js';
import type { ContainerOptions } from '../model/pipeline.js';

/** What the pods of a pipeline share, so that each can write what another wrote. */
export interface WorkspaceGroup {
  readonly fsGroup: number;
  readonly fsGroupChangePolicy?: 'OnRootMismatch';
}

const DEFAULT_FS_GROUP = 1000;

/**
 * The group of the workspace: of the first step that does not run as root; undefined where all do.
 * All pods of a pipeline get the same one, because a volume has one group at a time.
 */
export function workspaceGroup(steps: readonly (SecurityContext | undefined)[], agent: AgentSettings): WorkspaceGroup | undefined {
  if (agent.compat !== undefined) return { fsGroup: DEFAULT_FS_GROUP };
  const nonRoot = steps.find((step) => step !== undefined && ((step.runAsUser ?? 0) !== 0 || step.runAsNonRoot === true));
  if (nonRoot === undefined && !agent.secctxNonroot) return undefined;
  return { fsGroup: nonRoot?.fsGroup ?? nonRoot?.runAsGroup ?? DEFAULT_FS_GROUP, fsGroupChangePolicy: 'OnRootMismatch' };
}

/** What the security of a step depends on beside its options. */
export interface SecurityInput {
  readonly settings: AgentSettings;
  readonly group?: WorkspaceGroup;
}

/** The pod's part of the security options. */
export function podSecurity(step: ContainerOptions, { settings, group }: SecurityInput): PodSecurityContext | undefined {
  const options = step.kubernetes?.securityContext ?? {};
  const id = (given: number | undefined) => (given === 0 && !mayBeRoot(step, settings) ? undefined : given);
  return definedOnly({
    runAsNonRoot: settings.secctxNonroot || options.runAsNonRoot,
    runAsUser: id(options.runAsUser),
    runAsGroup: id(options.runAsGroup),
    fsGroup: options.fsGroup ?? group?.fsGroup,
    fsGroupChangePolicy: options.fsGroupChangePolicy ?? group?.fsGroupChangePolicy,
    seccompProfile: profile(options.seccompProfile),
    appArmorProfile: profile(options.apparmorProfile),
  });
}

/** The part that Kubernetes has on containers only. */
export function containerSecurity(step: ContainerOptions, { compat }: AgentSettings): ContainerSecurityContext | undefined {
  const options = step.kubernetes?.securityContext ?? {};
  // Woodpecker 3 takes privileges from the step alone; the option can only give them up
  const isPrivileged = compat === undefined ? step.privileged || options.privileged : step.privileged && options.privileged !== false;
  return definedOnly({
    privileged: isPrivileged || undefined,
    allowPrivilegeEscalation: options.allowPrivilegeEscalation === false ? false : undefined,
    readOnlyRootFilesystem: options.readOnlyRootFilesystem,
    capabilities: capabilities(options.capabilities),
  });
}

/** Woodpecker 3 lets only those be root by name who have the node's rights, or a user namespace of their own. */
function mayBeRoot({ privileged, kubernetes }: ContainerOptions, { compat }: AgentSettings): boolean {
  return compat === undefined || privileged === true || kubernetes?.hostUsers === false;
}

function capabilities({ add = [], drop = [] }: NonNullable<SecurityContext['capabilities']> = {}) {
  return definedOnly({ add: add.length > 0 ? [...add] : undefined, drop: drop.length > 0 ? [...drop] : undefined });
}

function profile(given: SecurityProfile | undefined): { readonly type: string; readonly localhostProfile?: string } | undefined {
  return given?.type ? { type: given.type, localhostProfile: given.localhostProfile || undefined } : undefined;
}

function definedOnly<T extends object>(record: T): T | undefined {
  return Object.values(record).some((value) => value !== undefined) ? record : undefined;
}
