import { ClusterError } from '../errors.js';
import type { ApiClient } from './api-client.js';
import type { Access, RequestOptions } from './cluster.js';
import { isRecord } from './json.js';

const API_VERSION = 'authorization.k8s.io/v1';

export interface ReviewTarget extends Access, RequestOptions {
  readonly namespace: string;
}

/** Asks the server whether the credentials allow this: whoever is known to it may ask. */
export async function reviewAccess(api: ApiClient, target: ReviewTarget): Promise<boolean> {
  const { verb, apiGroup: group, resource: words, namespace, signal } = target;
  const [resource, subresource] = words.split('/');
  const body = {
    apiVersion: API_VERSION,
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { namespace, verb, group, resource, subresource } },
  };
  const path = `/apis/${API_VERSION}/selfsubjectaccessreviews`;
  const answer = await api.json({ method: 'POST', path, body, action: 'ask for the right to', object: `${verb} ${words}`, signal });
  if (isRecord(answer) && isRecord(answer.status) && typeof answer.status.allowed === 'boolean') return answer.status.allowed;
  throw new ClusterError('the API server sent something that is no access review', { code: 'unexpected-answer', object: words });
}
