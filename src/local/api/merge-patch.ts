import { isJsonObject, type JsonObject } from '../objects.js';

/** JSON merge patch (RFC 7386): `null` removes, objects merge, everything else replaces. */
export function mergePatch(target: unknown, patch: JsonObject): JsonObject {
  const result: Record<string, unknown> = isJsonObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = isJsonObject(value) ? mergePatch(result[key], value) : value;
  }
  return result;
}
