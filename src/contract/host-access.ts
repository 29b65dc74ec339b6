import { HOST_ACCESS, type HostAccess } from '../model/host-access.js';
import type { Pod } from './objects.js';

/** What a pod asks of the node beside running on it. No option of a step does; escape hatches and foreign manifests may. */
export function hostAccess({ spec }: Pod): readonly HostAccess[] {
  const asks: Readonly<Record<HostAccess, boolean>> = {
    hostPath: spec.volumes?.some((volume) => volume.hostPath !== undefined) ?? false,
    hostNetwork: spec.hostNetwork ?? false,
    hostPID: spec.hostPID ?? false,
    hostIPC: spec.hostIPC ?? false,
  };
  return HOST_ACCESS.filter((access) => asks[access]);
}

/** Each access to the node that is not allowed, as a sentence. */
export function hostAccessProblems(pod: Pod, allow: readonly HostAccess[]): readonly string[] {
  return hostAccess(pod)
    .filter((access) => !allow.includes(access))
    .map((access) => `the pod asks for ${access}, which is not allowed`);
}
