import { describe, expect, it } from 'vitest';
import { KEEP_UNTIL } from '../../../src/contract/annotations.js';
import type { ConfigMap, Lease } from '../../../src/contract/objects.js';
import { runStatus } from '../../../src/runner/run-status.js';

const CREATED = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function rootOf(keepUntil?: number): ConfigMap {
  const annotations = keepUntil === undefined ? undefined : { [KEEP_UNTIL]: new Date(keepUntil).toISOString() };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'pl-abcdefghjk', creationTimestamp: new Date(CREATED).toISOString(), annotations },
  };
}

function leaseOf(renewed: number, holderIdentity?: string): Lease {
  const renewTime = new Date(renewed).toISOString().replace('Z', '000Z');
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'pl-abcdefghjk' }, spec: { holderIdentity, renewTime } };
}

describe('runStatus', () => {
  it.each([
    ['running while its Lease is fresh', rootOf(), leaseOf(CREATED + HOUR, 'me'), { type: 'running' }],
    ['running just after its creation, before it has a Lease', rootOf(), undefined, { type: 'running' }],
    ['silent since the last renewal of its Lease', rootOf(), leaseOf(CREATED, 'me'), { type: 'silent', forMs: HOUR }],
    ['silent at once when its Lease was let go', rootOf(), leaseOf(CREATED + HOUR), { type: 'silent', forMs: 0 }],
    ['kept until its time', rootOf(CREATED + 2 * HOUR), leaseOf(CREATED), { type: 'kept', until: CREATED + 2 * HOUR }],
    ['silent when its time has come', rootOf(CREATED + HOUR), leaseOf(CREATED), { type: 'silent', forMs: HOUR }],
    ['running by a Lease from the future', rootOf(), leaseOf(CREATED + 2 * HOUR, 'me'), { type: 'running' }],
  ] as const)('is %s', (_, root, lease, status) => {
    const now = lease === undefined ? CREATED + MINUTE / 2 : CREATED + HOUR;

    expect(runStatus({ root, lease }, now)).toEqual(status);
  });

  it('is silent since its creation when it never had a Lease', () => {
    expect(runStatus({ root: rootOf() }, CREATED + HOUR)).toEqual({ type: 'silent', forMs: HOUR });
  });
});
