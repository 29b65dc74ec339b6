import { expect, it } from 'vitest';
import { parsePath } from '../../../../src/local/api/routes.js';

it.each([
  ['/api/v1/pods', { plural: 'pods' }],
  ['/api/v1/namespaces', { plural: 'namespaces' }],
  ['/api/v1/namespaces/a', { plural: 'namespaces', name: 'a' }],
  ['/api/v1/namespaces/a/pods', { plural: 'pods', namespace: 'a' }],
  ['/api/v1/namespaces/a/pods/b', { plural: 'pods', namespace: 'a', name: 'b' }],
  ['/api/v1/namespaces/a/pods/b/log', { plural: 'pods', namespace: 'a', name: 'b', subresource: 'log' }],
  ['/apis/coordination.k8s.io/v1/namespaces/a/leases/b', { plural: 'leases', namespace: 'a', name: 'b' }],
])('%s names %j', (path, target) => {
  expect(parsePath(path)).toEqual(target);
});

it.each([
  '/',
  '/api/v1/nopes',
  '/apis/apps/v1/pods',
  '/api/v1/leases',
  '/api/v1/namespaces/a/pods/b/exec',
  '/api/v1/namespaces/a/secrets/b/log',
])('%s names nothing', (path) => {
  expect(parsePath(path)).toBeUndefined();
});
