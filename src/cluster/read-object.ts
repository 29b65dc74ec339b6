import type { KubeObject } from '../contract/objects.js';
import { ClusterError } from '../errors.js';
import type { Kind } from './cluster.js';
import { isKubeObject } from './json.js';

/** What the server sent as an object of the kind. */
export function readObject(answer: unknown, kind: Kind): KubeObject {
  if (isKubeObject(answer)) return answer;
  throw new ClusterError(`the API server sent something that is no ${kind}`, { code: 'unexpected-answer', object: kind });
}
