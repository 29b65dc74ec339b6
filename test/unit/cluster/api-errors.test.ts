import { describe, expect, it } from 'vitest';
import { refusedError } from '../../../src/cluster/api-errors.js';

const create = { action: 'create', object: 'Pod/x' };

/** Answers of Kubernetes 1.34, shortened. */
const CASES = [
  {
    title: 'a missing right',
    status: 403,
    body: {
      reason: 'Forbidden',
      message:
        'pods is forbidden: User "system:serviceaccount:ci:weak" cannot create resource "pods" in API group "" in the namespace "ci"',
      details: { kind: 'pods' },
    },
    code: 'forbidden',
    hint: 'give "system:serviceaccount:ci:weak" a Role in namespace "ci" with the verb "create" on "pods"',
  },
  {
    title: 'a missing right on a subresource of a group',
    status: 403,
    body: {
      reason: 'Forbidden',
      message: 'x is forbidden: User "u" cannot get resource "leases/status" in API group "coordination.k8s.io"',
    },
    code: 'forbidden',
    hint: 'give "u" a ClusterRole with the verb "get" on "leases.coordination.k8s.io/status"',
  },
  {
    title: 'a quota',
    status: 403,
    body: {
      reason: 'Forbidden',
      message: 'pods "x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0',
    },
    code: 'quota-exceeded',
    hint: 'wait until other pods have ended, ask for less, or raise the quota: kubectl get resourcequota',
  },
  {
    title: 'a missing service account',
    status: 403,
    body: {
      reason: 'Forbidden',
      message: 'pods "x" is forbidden: error looking up service account ci/ghost: serviceaccount "ghost" not found',
    },
    code: 'no-service-account',
    hint: 'create the service account ci/ghost or name another one',
  },
  {
    title: 'Pod Security',
    status: 403,
    body: { reason: 'Forbidden', message: 'pods "x" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true' },
    code: 'admission-denied',
    hint: 'set what Pod Security "restricted:latest" asks for, or use a namespace that allows more',
  },
  {
    title: 'a webhook',
    status: 400,
    body: { message: 'admission webhook "policy.example.org" denied the request: no latest tags' },
    code: 'admission-denied',
    hint: 'change what the webhook "policy.example.org" objects to',
  },
  {
    title: 'a missing namespace',
    status: 404,
    body: { reason: 'NotFound', message: 'namespaces "nope" not found', details: { name: 'nope', kind: 'namespaces' } },
    code: 'not-found',
    hint: 'create the namespace with: kubectl create namespace nope, or name another one with --namespace',
  },
  {
    title: 'invalid fields',
    status: 422,
    body: {
      reason: 'Invalid',
      message: 'Pod "x" is invalid: spec.containers[0].image: Required value',
      details: { causes: [{ reason: 'FieldValueRequired', message: 'Required value', field: 'spec.containers[0].image' }] },
    },
    code: 'invalid',
    hint: 'correct spec.containers[0].image (Required value)',
  },
  { title: 'a missing object', status: 404, body: { reason: 'NotFound', message: 'pods "x" not found' }, code: 'not-found' },
  {
    title: 'an existing object',
    status: 409,
    body: { reason: 'AlreadyExists', message: 'pods "x" already exists' },
    code: 'already-exists',
  },
  { title: 'a changed object', status: 409, body: { reason: 'Conflict', message: 'the object has been modified' }, code: 'conflict' },
  { title: 'an old version', status: 410, body: { reason: 'Expired', message: 'too old resource version' }, code: 'expired' },
];

describe('refusedError', () => {
  it.each(CASES)('explains $title', ({ status, body, code, hint }) => {
    const error = refusedError({ status, body: JSON.stringify({ kind: 'Status', ...body }) }, create);

    expect(error.code).toBe(code);
    expect(error.hint).toBe(hint);
    expect(error.message).toBe(`cannot create Pod/x: ${body.message} (HTTP ${status})`);
    expect(error).toMatchObject({ status, object: 'Pod/x', retryable: false });
  });

  it.each([429, 500, 502, 503, 504])('takes %d as something that passes', (status) => {
    expect(refusedError({ status, body: '' }, create).retryable).toBe(true);
  });

  it('names the way out of refused credentials', () => {
    const error = refusedError({ status: 401, body: '{"message":"Unauthorized"}' }, create);

    expect(error.code).toBe('unauthorized');
    expect(error.hint).toContain('renew the credentials');
  });

  it('shows the beginning of an answer that is no status', () => {
    const error = refusedError({ status: 502, body: '<html>\n<h1>Bad gateway</h1>' }, create);

    expect(error.message).toBe('cannot create Pod/x: <html> <h1>Bad gateway</h1> (HTTP 502)');
  });

  it.each([
    ['header', { status: 429, body: '{}', retryAfter: '3' }],
    ['status', { status: 429, body: '{"details":{"retryAfterSeconds":3}}' }],
  ])('takes the wait from the %s', (_, refusal) => {
    expect(refusedError(refusal, create).retryAfter).toBe(3);
  });
});
