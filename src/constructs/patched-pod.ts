import { JsonPatch } from 'cdk8s';
import type { KubePod } from '../../imports/k8s.js';
import { hostAccessProblems } from '../contract/host-access.js';
import type { KubeObject, Pod } from '../contract/objects.js';
import type { HostAccess } from '../model/host-access.js';
import type { PatchOperation, PodPatch } from '../model/kubernetes-options.js';
import { isOperations, merged } from '../model/pod-patch.js';
import { onWrite } from './on-write.js';

const patched = new WeakSet<KubePod>();

/** Remembers which pods were changed through cdk8s's escape hatch: only they can hold what no option of a step can. */
export function notePatches(pod: KubePod): void {
  const addJsonPatch = pod.addJsonPatch.bind(pod);
  pod.addJsonPatch = (...operations) => {
    patched.add(pod);
    addJsonPatch(...operations);
  };
}

/** Applies the step's own patch, after those of cdk8s. */
export function applyPatch(pod: KubePod, patch: PodPatch | undefined): void {
  if (patch === undefined) return;
  patched.add(pod);
  onWrite(pod, (json) => patchedObject(json, patch));
}

/** What an escape hatch gave a pod that the agent does not allow; or that it cannot be applied. */
export function patchProblems(pod: KubePod, allow: readonly HostAccess[]): readonly string[] {
  if (!patched.has(pod)) return [];
  const written = attempt(() => pod.toJson() as Pod);
  if (typeof written === 'string') return [`the pod cannot be patched: ${written}`];
  return hostAccessProblems(written, allow).map((problem) => `${problem}: name it in AgentConfig.allow, or with --allow`);
}

function patchedObject(json: KubeObject, patch: PodPatch): KubeObject {
  if (!isOperations(patch)) return merged(json, patch) as KubeObject;
  return JsonPatch.apply(structuredClone(json), ...patch.map(toJsonPatch));
}

function toJsonPatch({ op, path, from = '', value }: PatchOperation): JsonPatch {
  if (op === 'remove') return JsonPatch.remove(path);
  if (op === 'move' || op === 'copy') return JsonPatch[op](from, path);
  return JsonPatch[op](path, value);
}

/** What comes out, or the first line of what went wrong. */
function attempt<T>(act: () => T): T | string {
  try {
    return act();
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
}
