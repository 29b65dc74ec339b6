import type { Affinity } from './affinity.js';
import type { HostAccess } from './host-access.js';
import type { Toleration } from './kubernetes-options.js';

/** `woodpecker-3`: the defaults, labels and silences of Woodpecker 3 in place of podline's own. */
export type Compat = 'woodpecker-3';

/** A profile of the Pod Security Standards. */
export type PodSecurityProfile = 'baseline' | 'restricted';

/** Settings of an agent: what holds for every pipeline that it runs. Defaults and meaning are in the table of settings. */
export interface AgentSettings {
  readonly namespace: string;
  readonly namespacePerOrganization: boolean;
  readonly volumeSize: string;
  readonly storageClass?: string;
  readonly storageRwx: boolean;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podLabelsAllowFromStep: boolean;
  readonly podAnnotations: Readonly<Record<string, string>>;
  readonly podAnnotationsAllowFromStep: boolean;
  readonly podNodeSelector: Readonly<Record<string, string>>;
  readonly podNodeSelectorAllowFromStep: boolean;
  readonly podTolerations: readonly Toleration[];
  readonly podTolerationsAllowFromStep: boolean;
  readonly podAffinity?: Affinity;
  readonly podAffinityAllowFromStep: boolean;
  readonly runtimeClassAllowFromStep: boolean;
  readonly serviceAccountNameAllowFromStep: boolean;
  readonly allowNativeSecrets: boolean;
  readonly secctxNonroot: boolean;
  readonly pullSecretNames: readonly string[];
  readonly priorityClass?: string;
  readonly clusterDomain: string;
  readonly stopTimeoutSeconds: number;
  readonly permissionInitImage: string;
  /** Access to the node that escape hatches may give a pod. */
  readonly allow: readonly HostAccess[];
  readonly compat?: Compat;
  readonly profile?: PodSecurityProfile;
  /** `auto`, or `linux/arch`. */
  readonly platform: string;
  /** Of the cluster that manifests are for, as `1.30`. */
  readonly kubernetesVersion?: string;
}
