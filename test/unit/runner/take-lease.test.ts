import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../../src/cluster/cluster.js';
import type { ConfigMap, KubeObject, Lease } from '../../../src/contract/objects.js';
import { ClusterError } from '../../../src/errors.js';
import { takeLease } from '../../../src/runner/take-lease.js';
import { TestClock } from '../cluster/test-clock.js';

const RUN = 'abcdefghjk';
const START = new TestClock(0).now();

const stamp = (seconds: number): string => new Date(START + seconds * 1000).toISOString().replace('Z', '000Z');
const metadata = { name: `pl-${RUN}`, namespace: 'ci', uid: 'u', resourceVersion: '7' };
const lease = (holderIdentity: string | undefined): Lease => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata,
  spec: { holderIdentity, leaseDurationSeconds: 60, renewTime: stamp(0) },
});
const root = (holder: string): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { ...metadata, creationTimestamp: stamp(0) },
  data: { holder },
});

/** Tries to look after a run of which these objects are there; the first writings fail with these codes. */
async function take(objects: readonly KubeObject[], { gone = '', conflicts = [] as string[] } = {}) {
  const clock = new TestClock(0);
  const written: object[] = [];
  const waits: string[] = [];
  const write = async (object: object) => {
    const code = conflicts.shift();
    if (code) throw new ClusterError('somebody else was faster', { code, object: 'Lease', retryable: false });
    written.push(object);
    return objects[0] as KubeObject;
  };
  const cluster = {
    namespace: 'ci',
    serverTime: () => clock.now(),
    get: async (kind: string) => objects.find((object) => object.kind === kind),
    patch: async (_kind: string, _name: string, patch: object) => write(patch),
    create: write,
  } as unknown as Cluster;
  const isGone = (holder: string) => holder === gone;
  const onWait = async (holder: string) => void waits.push(holder);
  const taken = takeLease(cluster, { run: RUN, holder: 'me', clock, isGone, onWait });
  const over = taken.then(
    () => true,
    () => true,
  );
  let isOver = false;
  void over.then(() => (isOver = true));
  for (let turn = 0; turn < 30 && !isOver; turn++) await Promise.race([clock.elapse(4000), over]);
  return { heardAt: await taken, written, waits, waitedMs: clock.now() - START };
}

describe('a runner that goes on with a run', () => {
  it.each([
    ['nobody holds it', lease(undefined), ''],
    ['its holder is a process of this machine that is gone', lease('other'), 'other'],
  ])('takes its Lease at once where %s', async (_, object, gone) => {
    const { written, waits, heardAt } = await take([object], { gone });

    expect(written).toEqual([{ metadata: { resourceVersion: '7' }, spec: expect.objectContaining({ holderIdentity: 'me' }) }]);
    expect(waits).toEqual([]);
    expect(heardAt).toBe(START);
  });

  it('waits until its holder was silent for a minute, and says so once', async () => {
    const { waits, waitedMs } = await take([lease('other')]);

    expect(waits).toEqual(['other']);
    expect(waitedMs).toBeGreaterThanOrEqual(60_000);
  });

  it('tries again where somebody else was faster', async () => {
    const { written } = await take([lease(undefined)], { conflicts: ['conflict', 'not-found'] });

    expect(written).toHaveLength(1);
  });

  it('makes the Lease that a runner did not come to make, once that one is gone', async () => {
    const { written, waits } = await take([root('other')], { gone: 'other' });

    expect(written).toEqual([expect.objectContaining({ kind: 'Lease', spec: expect.objectContaining({ holderIdentity: 'me' }) })]);
    expect(waits).toEqual([]);
  });

  it('waits for a runner that has yet to make its Lease', async () => {
    expect((await take([root('other')])).waits).toEqual(['other']);
  });

  it('finds no run where nothing is left of it', async () => {
    await expect(take([])).rejects.toMatchObject({ code: 'unknown-run' });
  });
});
