import { describe, expect, it } from 'vitest';
import { collectionPath, isKind, objectPath, withQuery } from '../../../src/cluster/resources.js';

describe('paths', () => {
  it.each([
    ['Pod', '/api/v1/namespaces/ns/pods/x'],
    ['Lease', '/apis/coordination.k8s.io/v1/namespaces/ns/leases/x'],
    ['Namespace', '/api/v1/namespaces/x'],
  ] as const)('of a %s is %s', (kind, path) => {
    expect(objectPath(kind, 'ns', 'x')).toBe(path);
  });

  it('take names as data', () => {
    expect(collectionPath('Pod', '../secrets?')).toBe('/api/v1/namespaces/..%2Fsecrets%3F/pods');
  });
});

describe('withQuery', () => {
  it('leaves out what is undefined', () => {
    expect(withQuery('/pods', { labelSelector: 'a=b', watch: true, limit: undefined })).toBe('/pods?labelSelector=a%3Db&watch=true');
    expect(withQuery('/pods', { limit: undefined })).toBe('/pods');
  });
});

describe('isKind', () => {
  it('knows the kinds of a run only', () => {
    expect(isKind('Pod')).toBe(true);
    expect(isKind('Deployment')).toBe(false);
    expect(isKind('toString')).toBe(false);
  });
});
