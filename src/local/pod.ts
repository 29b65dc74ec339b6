import type { Container, PodSpec, PodStatus } from '../contract/objects.js';
import type { JsonObject, LocalMeta, LocalObject } from './objects.js';

export interface KeyRef {
  readonly name: string;
  readonly key: string;
}

export interface LocalEnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: KeyRef;
  };
}

export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly readOnly?: boolean;
}

export interface Probe {
  readonly exec?: { readonly command: readonly string[] };
  readonly tcpSocket?: { readonly port: number; readonly host?: string };
  readonly httpGet?: { readonly port: number; readonly path?: string; readonly host?: string };
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
}

export interface LocalContainer extends Omit<Container, 'env' | 'readinessProbe'> {
  readonly env?: readonly LocalEnvVar[];
  readonly envFrom?: readonly { readonly secretRef?: { readonly name: string } }[];
  readonly workingDir?: string;
  readonly volumeMounts?: readonly VolumeMount[];
  readonly stdin?: boolean;
  readonly stdinOnce?: boolean;
  readonly readinessProbe?: Probe;
}

export interface LocalVolume {
  readonly name: string;
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly configMap?: { readonly name: string };
  readonly secret?: { readonly secretName: string };
  readonly hostPath?: { readonly path: string };
  readonly emptyDir?: object;
}

export interface Toleration {
  readonly key?: string;
  readonly operator?: 'Exists' | 'Equal';
  readonly value?: string;
  readonly effect?: string;
  readonly tolerationSeconds?: number;
}

export interface NodeRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface NodeSelectorTerm {
  /** Of labels. */
  readonly matchExpressions?: readonly NodeRequirement[];
  /** Of the field `metadata.name`. */
  readonly matchFields?: readonly NodeRequirement[];
}

export interface LocalPodSpec extends Omit<PodSpec, 'containers' | 'initContainers' | 'volumes' | 'affinity'> {
  readonly containers: readonly LocalContainer[];
  readonly initContainers?: readonly LocalContainer[];
  readonly volumes?: readonly LocalVolume[];
  readonly tolerations?: readonly Toleration[];
  readonly hostAliases?: readonly { readonly ip: string; readonly hostnames?: readonly string[] }[];
  readonly affinity?: {
    readonly nodeAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms: readonly NodeSelectorTerm[] };
    };
  };
}

/** A pod as the scheduler and the kubelet read it. */
export interface LocalPod extends LocalObject {
  readonly metadata: LocalMeta & { readonly namespace: string; readonly uid: string };
  readonly spec: LocalPodSpec;
  readonly status: PodStatus & JsonObject;
}

/** Reads a stored object as a pod; validate-pod.ts and defaults.ts have made sure that it is one. */
export function asPod(object: LocalObject): LocalPod {
  return object as LocalPod;
}

/** True when all containers have ended for good. */
export function hasEnded(pod: LocalPod): boolean {
  return pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
}
