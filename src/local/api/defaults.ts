import { type JsonObject, jsonObject, type LocalObject } from '../objects.js';
import type { Plural } from './resources.js';

export const DEFAULT_STORAGE_CLASS = 'standard';

/** The object as the server stores it on create: with the defaults of its kind and without a client's status. */
export function withDefaults(plural: Plural, object: LocalObject): LocalObject {
  switch (plural) {
    case 'pods':
      return { ...object, spec: podSpec(jsonObject(object.spec)), status: { phase: 'Pending' } };
    case 'secrets':
      return secret(object);
    case 'persistentvolumeclaims': {
      const spec = { storageClassName: DEFAULT_STORAGE_CLASS, volumeMode: 'Filesystem', ...jsonObject(object.spec) };
      const metadata = { ...object.metadata, finalizers: ['kubernetes.io/pvc-protection'] };
      return { ...object, metadata, spec, status: { phase: 'Pending' } };
    }
    case 'services': {
      const spec = { type: 'ClusterIP', clusterIP: '127.0.0.1', ...jsonObject(object.spec) };
      return { ...object, spec, status: { loadBalancer: {} } };
    }
    case 'namespaces': {
      const labels = { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name };
      const metadata = { ...object.metadata, labels };
      return { ...object, metadata, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } };
    }
    default:
      return object;
  }
}

/** `stringData` is for writing only: it ends up in `data`. */
export function secret({ stringData, ...object }: LocalObject): LocalObject {
  const encoded = Object.entries(jsonObject(stringData)).map(([key, text]) => [key, Buffer.from(String(text)).toString('base64')]);
  const data = { ...jsonObject(object.data), ...Object.fromEntries(encoded) };
  return { type: 'Opaque', ...object, ...(Object.keys(data).length === 0 ? {} : { data }) };
}

function podSpec(spec: JsonObject): object {
  return { restartPolicy: 'Always', terminationGracePeriodSeconds: 30, serviceAccountName: 'default', ...spec };
}
