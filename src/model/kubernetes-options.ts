import type { Affinity } from './affinity.js';

export interface Toleration {
  readonly key?: string;
  /** `Equal` (default) or `Exists`. */
  readonly operator?: string;
  readonly value?: string;
  /** `NoSchedule`, `PreferNoSchedule` or `NoExecute`; absent: all of them. */
  readonly effect?: string;
  /** Seconds; Kubernetes takes it with the effect `NoExecute` only. */
  readonly tolerationSeconds?: number;
}

/** A seccomp or AppArmor profile. */
export interface SecurityProfile {
  /** `RuntimeDefault`, `Unconfined` or `Localhost`. */
  readonly type: string;
  readonly localhostProfile?: string;
}

/** Security options of pod and container in one object; each is set where Kubernetes has it. */
export interface SecurityContext {
  readonly privileged?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly fsGroup?: number;
  readonly fsGroupChangePolicy?: string;
  readonly seccompProfile?: SecurityProfile;
  readonly apparmorProfile?: SecurityProfile;
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
}

/** Requests and limits by resource name, as Kubernetes quantities (`400Mi`, `100m`). */
export interface Resources {
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
}

/** A Secret that already exists in the namespace, made available to a step. */
export interface NativeSecret {
  readonly name: string;
  readonly key?: string;
  readonly target?: { readonly env?: string; readonly file?: string };
}

/** What is added to the resolver of a pod. */
export interface DnsConfig {
  readonly nameservers?: readonly string[];
  readonly searches?: readonly string[];
  readonly options?: readonly { readonly name: string; readonly value?: string }[];
}

/** Further names of an address in the pod's `/etc/hosts`. */
export interface HostAlias {
  readonly ip: string;
  readonly hostnames: readonly string[];
}

/** One operation of a JSON patch (RFC 6902). */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** Operations of a JSON patch, or a part of a pod that is merged into it (RFC 7386). */
export type PodPatch = readonly PatchOperation[] | Readonly<Record<string, unknown>>;

/** Options of a step for its pod: `backend_options.kubernetes` of a workflow file. */
export interface KubernetesOptions {
  readonly resources?: Resources;
  readonly runtimeClassName?: string;
  readonly serviceAccountName?: string;
  readonly priorityClassName?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
  readonly affinity?: Affinity;
  readonly securityContext?: SecurityContext;
  readonly secrets?: readonly NativeSecret[];
  /** False: a service without the workspace volume. */
  readonly workspaceVolume?: boolean;
  /** False: a user namespace of its own. */
  readonly hostUsers?: boolean;
  /** `ClusterFirst` (default), `ClusterFirstWithHostNet`, `Default` or `None`. */
  readonly dnsPolicy?: string;
  readonly dnsConfig?: DnsConfig;
  readonly hostAliases?: readonly HostAlias[];
  /** What no option covers: applied to the pod last. */
  readonly podPatch?: PodPatch;
}
