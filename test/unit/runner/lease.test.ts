import { describe, expect, it } from 'vitest';
import { CANCEL } from '../../../src/contract/annotations.js';
import type { Lease } from '../../../src/contract/objects.js';
import { isHeld, keepLease, leaseSpec } from '../../../src/runner/lease.js';
import { TestClock } from '../cluster/test-clock.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
/** A server whose clock is not ours. */
const SERVER = { serverTime: () => NOW };

const leaseOf = (spec?: Lease['spec'], annotations?: Record<string, string>): Lease => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: 'pl-abcdefghjk', resourceVersion: '1', annotations },
  spec,
});

/** Keeps a Lease for that many turns, with these answers; an error stands for a failing request. */
async function keep(answers: readonly (Lease | Error)[]) {
  const clock = new TestClock(0);
  const stop = new AbortController();
  const requests: string[] = [];
  let [cancellations, takeovers] = [0, 0];
  const answer = async (request: string) => {
    const next = answers[requests.push(request) - 1];
    if (next instanceof Error) throw next;
    return next ?? leaseOf();
  };
  const cluster = {
    ...SERVER,
    get: async () => answer('get'),
    patch: async (_kind: string, _name: string, patch: object) => answer(JSON.stringify(patch)),
  };
  const onCancel = () => {
    cancellations++;
  };
  const onTakenOver = () => {
    takeovers++;
  };
  const kept = keepLease(cluster, { run: 'abcdefghjk', holder: 'me', clock, signal: stop.signal, onCancel, onTakenOver });
  for (let turn = 0; turn < answers.length; turn++) await clock.elapse(4000);
  await clock.sleep(0);
  stop.abort();
  await kept;
  return { requests, cancellations, takeovers };
}

describe('keepLease', () => {
  it('reads the Lease every four seconds and renews it every twenty, in the time of the server', async () => {
    const { requests, cancellations } = await keep(Array.from({ length: 6 }, () => leaseOf()));

    const renewal = JSON.stringify({
      metadata: { resourceVersion: '1' },
      spec: { holderIdentity: 'me', leaseDurationSeconds: 60, renewTime: '2026-03-01T12:00:00.000000Z' },
    });
    expect(requests).toEqual(['get', 'get', 'get', 'get', renewal, 'get']);
    expect(cancellations).toBe(0);
  });

  it('tells of a cancellation', async () => {
    const { cancellations } = await keep([leaseOf(), leaseOf({}, { [CANCEL]: '2026-03-01T12:00:00Z' })]);

    expect(cancellations).toBe(1);
  });

  it('tells that somebody else looks after the run now', async () => {
    const { takeovers } = await keep([leaseOf(leaseSpec(SERVER, 'me')), leaseOf(leaseSpec(SERVER, 'another'))]);

    expect(takeovers).toBe(1);
  });

  it('does not renew what it has not read before: who was asleep would take the run back', async () => {
    const { requests } = await keep([leaseOf(), leaseOf(), leaseOf(), new Error('no answer'), leaseOf(), leaseOf()]);

    expect(requests).toEqual(['get', 'get', 'get', 'get', 'get', 'get']);
  });

  it('goes on after a request that failed', async () => {
    const { cancellations } = await keep([new Error('no answer'), leaseOf({}, { [CANCEL]: '2026-03-01T12:00:00Z' })]);

    expect(cancellations).toBe(1);
  });
});

describe('isHeld', () => {
  const spec = leaseSpec(SERVER, 'me');

  it.each([
    { is: true, when: 'it was renewed just now', lease: leaseOf(spec), now: NOW },
    { is: true, when: 'it was renewed less than a minute ago', lease: leaseOf(spec), now: NOW + 59_999 },
    { is: false, when: 'it was renewed a minute ago', lease: leaseOf(spec), now: NOW + 60_000 },
    { is: false, when: 'its holder let it go', lease: leaseOf({ ...spec, holderIdentity: undefined }), now: NOW },
    { is: false, when: 'nobody ever held it', lease: leaseOf(), now: NOW },
  ])('is $is when $when', ({ is, lease, now }) => {
    expect(isHeld(lease, now)).toBe(is);
  });
});
