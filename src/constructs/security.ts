import type { SecurityContext as ContainerSecurityContext, PodSecurityContext } from '../../imports/k8s.js';
import type { SecurityContext, SecurityProfile } from '../model/pipeline.js';

/** What the pods of a pipeline share, so that each can write what another wrote. */
export interface WorkspaceGroup {
  readonly fsGroup: number;
  readonly fsGroupChangePolicy: 'OnRootMismatch';
}

const DEFAULT_FS_GROUP = 1000;

/**
 * The group of the workspace: of the first step that does not run as root; undefined where all do.
 * All pods of a pipeline get the same one, because a volume has one group at a time.
 */
export function workspaceGroup(steps: readonly (SecurityContext | undefined)[], agentNonRoot: boolean): WorkspaceGroup | undefined {
  const nonRoot = steps.find((step) => step !== undefined && ((step.runAsUser ?? 0) !== 0 || step.runAsNonRoot === true));
  if (nonRoot === undefined && !agentNonRoot) return undefined;
  return { fsGroup: nonRoot?.fsGroup ?? nonRoot?.runAsGroup ?? DEFAULT_FS_GROUP, fsGroupChangePolicy: 'OnRootMismatch' };
}

/** The pod's part of the security options. */
export function podSecurity(
  options: SecurityContext,
  { group, nonRoot }: { readonly group?: WorkspaceGroup; readonly nonRoot: boolean },
): PodSecurityContext | undefined {
  return definedOnly({
    runAsNonRoot: nonRoot || options.runAsNonRoot,
    runAsUser: options.runAsUser,
    runAsGroup: options.runAsGroup,
    fsGroup: options.fsGroup ?? group?.fsGroup,
    fsGroupChangePolicy: options.fsGroupChangePolicy ?? group?.fsGroupChangePolicy,
    seccompProfile: profile(options.seccompProfile),
    appArmorProfile: profile(options.apparmorProfile),
  });
}

/** The part that Kubernetes has on containers only. */
export function containerSecurity(options: SecurityContext, privileged: boolean): ContainerSecurityContext | undefined {
  return definedOnly({
    privileged: privileged || options.privileged === true || undefined,
    allowPrivilegeEscalation: options.allowPrivilegeEscalation === false ? false : undefined,
    capabilities: options.capabilities?.drop?.length ? { drop: [...options.capabilities.drop] } : undefined,
  });
}

function profile(given: SecurityProfile | undefined): { readonly type: string; readonly localhostProfile?: string } | undefined {
  return given?.type ? { type: given.type, localhostProfile: given.localhostProfile || undefined } : undefined;
}

function definedOnly<T extends object>(record: T): T | undefined {
  return Object.values(record).some((value) => value !== undefined) ? record : undefined;
}
