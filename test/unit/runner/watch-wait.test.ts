import { describe, expect, it } from 'vitest';
import type { KubeObject, Pod } from '../../../src/contract/objects.js';
import type { RunEvent } from '../../../src/report/events.js';
import { DEFAULT_LIMITS } from '../../../src/runner/limits.js';
import { type WaitContext, watchWait } from '../../../src/runner/watch-wait.js';
import { TestClock } from '../cluster/test-clock.js';
import { claimFixture, eventsFixture, podFixture } from './fixtures.js';

const noEvents: WaitContext['cluster'] = { get: async () => undefined, list: async () => [] };

/** Looks at the pods in turn, at the last one again and again; time passes at once. */
async function watch(pods: readonly Pod[], cluster: WaitContext['cluster'] = noEvents, signal = new AbortController().signal) {
  const clock = new TestClock(60_000);
  const begin = clock.now();
  const told: string[] = [];
  let looks = 0;
  const emit = async (event: RunEvent) => {
    if (event.type === 'step-waiting') told.push(`${(event.at - begin) / 1000} s: ${event.reason}: ${event.message}`);
  };
  const limits = { ...DEFAULT_LIMITS, pullTimeoutSeconds: 6, scheduleTimeoutSeconds: 12 };
  const wait = await watchWait(
    { cluster, clock, limits, emit },
    { step: 'build', pod: () => pods[Math.min(looks++, pods.length - 1)] ?? podFixture('running'), signal },
  );
  return { wait, told, seconds: (clock.now() - begin) / 1000 };
}

const slowPull: Pod = {
  ...podFixture('image-absent'),
  status: { containerStatuses: [{ name: 'step', state: { waiting: { reason: 'ErrImagePull', message: 'TLS handshake timeout' } } }] },
};

describe('watchWait', () => {
  it('returns at the first look what can not heal', async () => {
    const { wait, told, seconds } = await watch([podFixture('image-name')]);

    expect(wait).toMatchObject({ reason: 'ImagePull', hint: 'correct the image name of the step' });
    expect({ told, seconds }).toEqual({ told: [], seconds: 2 });
  });

  it('tells a wait at every look, and returns it with its limit when that has passed', async () => {
    const { wait, told } = await watch([slowPull]);

    const message = 'image absent-image:1 could not be pulled: TLS handshake timeout';
    expect(told).toEqual([`2 s: ImagePull: ${message}`, `5 s: ImagePull: ${message}`]);
    expect(wait).toMatchObject({ reason: 'ImagePull', message: `${message} (for 6 s, the limit)` });
  });

  it('counts the limit of a pull from its first failure, however long scheduling took', async () => {
    const unschedulable = podFixture('cpu-impossible');

    const { wait, seconds } = await watch([unschedulable, unschedulable, unschedulable, slowPull]);

    expect(wait?.reason).toBe('ImagePull');
    expect(seconds).toBe(2 + 3 * 3 + 6);
  });

  it('says nothing while nothing is known to be wrong', async () => {
    const { wait, told } = await watch([podFixture('running'), podFixture('running'), podFixture('image-name')]);

    expect(wait?.reason).toBe('ImagePull');
    expect(told).toEqual([]);
  });

  it('asks the claim that a pod waits for', async () => {
    const claim = claimFixture('claim-unbound');
    const cluster: WaitContext['cluster'] = {
      get: async (kind, name): Promise<KubeObject | undefined> =>
        kind === 'PersistentVolumeClaim' && name === 'unbound' ? claim : undefined,
      list: async (_, { fieldSelector } = {}) =>
        fieldSelector === `involvedObject.uid=${claim.metadata.uid}` ? eventsFixture('claim-unbound.claim') : [],
    };

    const { told } = await watch([podFixture('claim-unbound')], cluster);

    expect(told[0]).toBe(
      '2 s: VolumeUnbound: claim "unbound" (storage class "absent-class") is not bound: storageclass.storage.k8s.io "absent-class" not found',
    );
  });

  it('does with the status of the pod where events and claims may not be read', async () => {
    const forbidden = () => Promise.reject(new Error('forbidden'));

    const { told } = await watch([podFixture('claim-unbound')], { get: forbidden, list: forbidden });

    expect(told[0]).toContain('pod has unbound immediate PersistentVolumeClaims');
  });

  it('returns nothing when the wait is over', async () => {
    const running = new AbortController();
    const cluster: WaitContext['cluster'] = {
      ...noEvents,
      list: async () => {
        running.abort();
        return [];
      },
    };

    const { wait, told } = await watch([podFixture('image-name')], cluster, running.signal);

    expect({ wait, told }).toEqual({ wait: undefined, told: [] });
  });
});
