import { describe, expect, it } from 'vitest';
import type { KubeObject, Pod } from '../../../src/contract/objects.js';
import type { RunEvent } from '../../../src/report/events.js';
import { DEFAULT_LIMITS } from '../../../src/runner/limits.js';
import { type WaitContext, watchWait } from '../../../src/runner/watch-wait.js';
import { TestClock } from '../cluster/test-clock.js';
import { claimFixture, eventsFixture, podFixture } from './fixtures.js';

const noEvents: WaitContext['cluster'] = { get: async () => undefined, list: async () => [] };

/** A cluster whose node could not read a pull secret. */
function unreadOn(get: (kind: string, name: string) => KubeObject | undefined): WaitContext['cluster'] {
  return { get: async (kind, name) => get(kind, name), list: async () => eventsFixture('pull-secret-unread') };
}

function thereIs(kind: string, name: string): KubeObject {
  return { apiVersion: 'v1', kind, metadata: { name } };
}

interface Circumstances {
  readonly cluster?: WaitContext['cluster'];
  readonly signal?: AbortSignal;
  /** What the cluster answers when it is asked for the pod that was seen. */
  readonly fresh?: (seen: Pod) => Promise<Pod | undefined>;
}

/** Looks at the pods in turn, at the last one again and again; time passes at once. */
async function watch(
  pods: readonly Pod[],
  { cluster = noEvents, signal = new AbortController().signal, fresh = async (seen) => seen }: Circumstances = {},
) {
  const clock = new TestClock(60_000);
  const begin = clock.now();
  const told: string[] = [];
  const unseen = [...pods];
  let seen = podFixture('running');
  const look = (): Pod => {
    seen = unseen.shift() ?? seen;
    return seen;
  };
  const get: WaitContext['cluster']['get'] = async (kind, name, options) =>
    kind === 'Pod' ? fresh(seen) : cluster.get(kind, name, options);
  const emit = async (event: RunEvent) => {
    if (event.type === 'step-waiting') told.push(`${(event.at - begin) / 1000} s: ${event.reason}: ${event.message}`);
  };
  const limits = { ...DEFAULT_LIMITS, pullTimeoutSeconds: 6, scheduleTimeoutSeconds: 12 };
  const wait = await watchWait({ cluster: { ...cluster, get }, clock, limits, emit }, { step: 'build', pod: look, signal });
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

    const { told } = await watch([podFixture('claim-unbound')], { cluster });

    expect(told[0]).toBe(
      '2 s: VolumeUnbound: claim "unbound" (storage class "absent-class") is not bound: storageclass.storage.k8s.io "absent-class" not found',
    );
  });

  it('does with the status of the pod where events and claims may not be read', async () => {
    const forbidden = () => Promise.reject(new Error('forbidden'));

    const { told } = await watch([podFixture('claim-unbound')], { cluster: { get: forbidden, list: forbidden } });

    expect(told[0]).toContain('pod has unbound immediate PersistentVolumeClaims');
  });

  it('returns at the first look what is not there', async () => {
    const { wait, seconds } = await watch([podFixture('pull-secret-unread')], { cluster: unreadOn(() => undefined) });

    expect(wait?.hint).toBe('create the pull secret unread-registry: there is none in the namespace t-verdict');
    expect(seconds).toBe(2);
  });

  it('waits for a node that has not heard yet of what is there', async () => {
    const { wait, told } = await watch([podFixture('pull-secret-unread'), podFixture('running'), podFixture('image-name')], {
      cluster: unreadOn(thereIs),
    });

    expect(told).toEqual([
      expect.stringMatching(/^2 s: ImagePull: image private\.test\/alpine:3 could not be pulled: .*401 Unauthorized$/),
    ]);
    expect(wait?.hint).toBe('correct the image name of the step');
  });

  it('returns with its limit what a node does not hear of', async () => {
    const { wait } = await watch([podFixture('secret-missing')], {
      cluster: unreadOn(thereIs),
    });

    expect(wait?.message).toBe('secret "absent" not found (for 12 s, the limit)');
    expect(wait?.hint).toBe('wait: the node node1 has not read Secret/absent yet');
  });

  it.each([
    ['which runs by now', async () => podFixture('running')],
    ['which has gone', async () => undefined],
    ['which nobody can be asked for', () => Promise.reject(new Error('unreachable'))],
  ])('gives up no pod %s', async (_, fresh) => {
    const { wait, told } = await watch([podFixture('image-name'), podFixture('running'), slowPull], {
      fresh: async (seen) => (seen === slowPull ? seen : fresh()),
    });

    expect(wait?.message).toContain('TLS handshake timeout (for 6 s, the limit)');
    expect(told[0]).toContain('2 s: ImagePull: ');
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

    const { wait, told } = await watch([podFixture('image-name')], { cluster, signal: running.signal });

    expect({ wait, told }).toEqual({ wait: undefined, told: [] });
  });

  it('says nothing of a pod that begins to run while it is asked for anew', async () => {
    const running = new AbortController();
    const fresh = async (seen: Pod) => {
      running.abort();
      return seen;
    };

    const { wait, told } = await watch([podFixture('image-name')], { fresh, signal: running.signal });

    expect({ wait, told }).toEqual({ wait: undefined, told: [] });
  });
});
