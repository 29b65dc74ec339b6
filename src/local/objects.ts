import type { ObjectMeta } from '../contract/objects.js';

/** Metadata with the fields that only servers look at. */
export interface LocalMeta extends ObjectMeta {
  readonly finalizers?: readonly string[];
  readonly deletionGracePeriodSeconds?: number;
}

/** Any object of the embedded cluster; never changed in place. */
export interface LocalObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: LocalMeta;
  readonly [field: string]: unknown;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a JSON object; an empty one where it is none. */
export function jsonObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** Time as Kubernetes writes it in objects: whole seconds. */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
