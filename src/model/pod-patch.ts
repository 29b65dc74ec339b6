import { HOST_ACCESS, type HostAccess } from './host-access.js';
import type { PatchOperation, PodPatch } from './kubernetes-options.js';

const OPERATIONS = ['add', 'remove', 'replace', 'move', 'copy', 'test'];

/** What is wrong with a pod patch by itself, as the end of a sentence. */
export function patchShapeProblem(patch: unknown): string | undefined {
  if (!Array.isArray(patch)) return isMap(patch) ? undefined : 'must be a list of operations, or a map to merge';
  for (const [index, operation] of patch.entries()) {
    if (!isMap(operation) || !OPERATIONS.includes(String(operation.op))) return `needs "op" in item ${index + 1}: ${OPERATIONS.join(', ')}`;
    if (!isPointer(operation.path)) return `needs a "path" such as /spec/hostNetwork in item ${index + 1}`;
    if ((operation.op === 'move' || operation.op === 'copy') && !isPointer(operation.from)) return `needs a "from" in item ${index + 1}`;
    if (['add', 'replace', 'test'].includes(String(operation.op)) && !('value' in operation)) return `needs a "value" in item ${index + 1}`;
  }
  return undefined;
}

/** The value with a merge patch (RFC 7386) applied: maps are merged, null removes, everything else replaces. */
export function merged(target: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const result = new Map<string, unknown>(isMap(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, merged(result.get(key), value));
  }
  return Object.fromEntries(result);
}

/** The access to the node that a patch gives a pod, as far as it can be told without the pod. */
export function patchAccess(patch: PodPatch): readonly HostAccess[] {
  const parts = isOperations(patch) ? patch.map(({ path, value }) => nested(path, value)) : [patch];
  const specs = parts.map((part) => (isMap(part.spec) ? part.spec : {}));
  return HOST_ACCESS.filter((access) =>
    specs.some((spec) => (access === 'hostPath' ? (JSON.stringify(spec.volumes) ?? '').includes('"hostPath":') : spec[access] === true)),
  );
}

/** A value in the place that a pointer leads to: lists count as maps. */
function nested(path: string, value: unknown): Readonly<Record<string, unknown>> {
  const result = path
    .split('/')
    .slice(1)
    .reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  return isMap(result) ? result : {};
}

export function isOperations(patch: PodPatch): patch is readonly PatchOperation[] {
  return Array.isArray(patch);
}

function isPointer(path: unknown): boolean {
  return typeof path === 'string' && path.startsWith('/') && path.length > 1;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
