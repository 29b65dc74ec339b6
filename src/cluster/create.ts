import { RUN_LABEL, SPEC_HASH } from '../contract/annotations.js';
import type { KubeObject } from '../contract/objects.js';
import { ClusterError } from '../errors.js';
import type { ApiClient } from './api-client.js';
import type { CreateOptions, Kind } from './cluster.js';
import { readObject } from './read-object.js';
import { collectionPath, objectPath, withQuery } from './resources.js';

export interface CreateTarget extends CreateOptions {
  readonly kind: Kind;
  readonly namespace: string;
}

/**
 * Creates the object. A try whose answer was lost may have created it: then the next one is told that it exists,
 * and the existing object is the answer, if it is ours.
 */
export async function create(api: ApiClient, object: KubeObject, { kind, namespace, isDryRun, signal }: CreateTarget): Promise<KubeObject> {
  const intent = { object: `${kind}/${object.metadata.name}`, signal };
  return api.retry(async (attempt) => {
    try {
      const path = withQuery(collectionPath(kind, namespace), { dryRun: isDryRun ? 'All' : undefined });
      return readObject(await api.once({ ...intent, method: 'POST', path, body: object, action: 'create' }), kind);
    } catch (error) {
      if (!(error instanceof ClusterError) || error.code !== 'already-exists') throw error;
      const path = objectPath(kind, namespace, object.metadata.name);
      const existing = readObject(await api.once({ ...intent, method: 'GET', path, action: 'read' }), kind);
      if (isTheSame(existing, object, attempt)) return existing;
      throw error;
    }
  }, signal);
}

/** Same run and same spec. Objects without a spec hash look alike in every try of a run: they are ours only if an earlier try was sent. */
function isTheSame(existing: KubeObject, wanted: KubeObject, attempt: number): boolean {
  if (existing.metadata.deletionTimestamp !== undefined) return false;
  const run = wanted.metadata.labels?.[RUN_LABEL];
  const hash = wanted.metadata.annotations?.[SPEC_HASH];
  if (run === undefined || (hash === undefined && attempt === 1)) return false;
  return existing.metadata.labels?.[RUN_LABEL] === run && existing.metadata.annotations?.[SPEC_HASH] === hash;
}
