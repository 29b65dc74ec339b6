import { ARCH, STEP_CONTAINER } from './annotations.js';
import type { Pod } from './objects.js';

export interface ServerVersion {
  readonly major: number;
  readonly minor: number;
}

/** A pod as a server of some version wants it, and what that server cannot do for it. */
export interface AdaptedPod {
  readonly pod: Pod;
  /** Each the end of a sentence about the server: `does not know hostUsers`. */
  readonly losses: readonly string[];
}

/** From 1.30 on AppArmor profiles are a field; before it is dropped without a word, and an annotation counts. */
const APP_ARMOR_FIELD_MINOR = 30;
const APP_ARMOR_ANNOTATION = `container.apparmor.security.beta.kubernetes.io/${STEP_CONTAINER}`;
const ARCH_LABEL = 'kubernetes.io/arch';

/** Fields that older servers drop without a word, and the version that brought them. */
const LATER_FIELDS: readonly { readonly field: string; readonly minor: number }[] = [
  { field: 'hostUsers', minor: 25 },
  { field: 'namespaceSelector', minor: 21 },
  { field: 'matchLabelKeys', minor: 29 },
  { field: 'mismatchLabelKeys', minor: 29 },
];

/** Reads `1.30` and the like. */
export function parseServerVersion(text: string): ServerVersion | undefined {
  const [, major, minor] = /^v?(\d+)\.(\d+)(\.\d+)?$/.exec(text) ?? [];
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}

/** True where a server's version or nodes make a difference to the pod. */
export function dependsOnServer(pod: Pod): boolean {
  const { losses } = adaptPod(pod, { major: 1, minor: 0 });
  return isArchInferred(pod) || pod.spec.securityContext?.appArmorProfile !== undefined || losses.length > 0;
}

export function adaptPod(pod: Pod, { major, minor }: ServerVersion): AdaptedPod {
  const isBefore = (later: number) => major <= 1 && minor < later;
  const spec = JSON.stringify(pod.spec.affinity ?? {});
  const losses = LATER_FIELDS.filter(({ field, minor: later }) => isBefore(later) && (field in pod.spec || spec.includes(`"${field}":`)));
  return {
    pod: isBefore(APP_ARMOR_FIELD_MINOR) ? withAppArmorAnnotation(pod) : pod,
    losses: losses.map(({ field, minor: later }) => `does not know ${field}, which came with 1.${later}`),
  };
}

/** True where nobody wished for the architecture that a pod selects. */
export function isArchInferred({ metadata }: Pod): boolean {
  return metadata.annotations?.[ARCH] === 'inferred';
}

export function archOf({ spec }: Pod): string | undefined {
  return spec.nodeSelector?.[ARCH_LABEL];
}

/** The pod on nodes of another architecture. */
export function onArch(pod: Pod, arch: string): Pod {
  return { ...pod, spec: { ...pod.spec, nodeSelector: { ...pod.spec.nodeSelector, [ARCH_LABEL]: arch } } };
}

/** The pod with its AppArmor profile as an annotation in place of the field. */
export function withAppArmorAnnotation(pod: Pod): Pod {
  const { appArmorProfile, ...securityContext } = pod.spec.securityContext ?? {};
  if (appArmorProfile === undefined) return pod;
  const { type, localhostProfile } = appArmorProfile;
  const profile = type === 'Localhost' ? `localhost/${localhostProfile}` : type === 'Unconfined' ? 'unconfined' : 'runtime/default';
  return {
    ...pod,
    metadata: { ...pod.metadata, annotations: { ...pod.metadata.annotations, [APP_ARMOR_ANNOTATION]: profile } },
    spec: { ...pod.spec, securityContext },
  };
}
