import type { KubePod } from '../../imports/k8s.js';
import { hostAccessProblems } from '../contract/host-access.js';
import type { Pod } from '../contract/objects.js';
import type { HostAccess } from '../model/host-access.js';

const patched = new WeakSet<KubePod>();

/** Remembers which pods were changed through cdk8s's escape hatch: only they can hold what no option of a step can. */
export function notePatches(pod: KubePod): void {
  const addJsonPatch = pod.addJsonPatch.bind(pod);
  pod.addJsonPatch = (...operations) => {
    patched.add(pod);
    addJsonPatch(...operations);
  };
}

/** What an escape hatch gave a pod that the agent does not allow. */
export function patchProblems(pod: KubePod, allow: readonly HostAccess[]): readonly string[] {
  if (!patched.has(pod)) return [];
  const written: Pod = pod.toJson();
  return hostAccessProblems(written, allow).map((problem) => `${problem}: name it in AgentConfig.allow`);
}
