import { createHash } from 'node:crypto';
import { SPEC_HASH } from './annotations.js';
import type { KubeObject } from './objects.js';

/** The object with an annotation that holds the hash of its spec, so that two of the same name can be told apart. */
export function withSpecHash(object: KubeObject & { readonly spec?: unknown }): KubeObject {
  const hash = createHash('sha256').update(JSON.stringify(object.spec)).digest('hex').slice(0, 16);
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [SPEC_HASH]: hash } } };
}
