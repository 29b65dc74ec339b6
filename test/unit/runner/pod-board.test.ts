import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Cluster, PodChange } from '../../../src/cluster/cluster.js';
import type { Pod } from '../../../src/contract/objects.js';
import { deferred } from '../../../src/runner/deferred.js';
import { PodBoard } from '../../../src/runner/pod-board.js';

function pod(uid: string, phase: NonNullable<Pod['status']>['phase']): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: `pod-${uid}`, uid }, spec: { containers: [] }, status: { phase } };
}

/** A board whose watch tells what the test says, when it says so. */
function handFed() {
  const board = new PodBoard();
  const done = new AbortController();
  let next = deferred<PodChange | Error>();
  let taken = deferred();
  const cluster: Pick<Cluster, 'watchPods'> = {
    async *watchPods() {
      for (;;) {
        const change = await next.promise;
        next = deferred();
        if (change instanceof Error) throw change;
        yield change;
        taken.resolve();
      }
    },
  };
  const watching = board.watch(cluster, { run: 'r', signal: done.signal });
  const tell = async (change: PodChange) => {
    taken = deferred();
    next.resolve(change);
    await taken.promise;
  };
  const break_ = (error: Error) => {
    next.resolve(error);
    return watching;
  };
  return { board, done, tell, break_ };
}

/** The pod as the answer to its creation has it. */
function createdAt(resourceVersion: string): Pod {
  const created = pod('a', 'Pending');
  return { ...created, metadata: { ...created.metadata, resourceVersion } };
}

describe('a pod that came and went while the watch was broken', () => {
  it('has gone where a later list does not have it', async () => {
    const { board, done, tell } = handFed();
    board.expect(createdAt('5'));

    await tell({ type: 'listed', pods: [], resourceVersion: '10' });

    expect((await board.follow('a', done.signal).next()).value).toEqual({ pod: createdAt('5'), gone: true, unseen: true });
  });

  it('has gone where the answer to its creation comes behind such a list', async () => {
    const { board, done, tell } = handFed();
    await tell({ type: 'listed', pods: [], resourceVersion: '10' });

    board.expect(createdAt('5'));

    expect((await board.follow('a', done.signal).next()).value).toMatchObject({ gone: true, unseen: true });
  });

  it('is there where the list is older than the pod', async () => {
    const { board, done, tell } = handFed();
    board.expect(createdAt('11'));

    await tell({ type: 'listed', pods: [], resourceVersion: '10' });

    expect((await board.follow('a', done.signal).next()).value).toMatchObject({ gone: false });
  });

  it('has gone where the watch told of it before, also where another has its name now', async () => {
    const { board, done, tell } = handFed();
    await tell({ type: 'listed', pods: [createdAt('5')], resourceVersion: '5' });
    const other = { ...pod('b', 'Running'), metadata: { ...createdAt('8').metadata, uid: 'b' } };

    await tell({ type: 'listed', pods: [other], resourceVersion: '10' });

    expect((await board.follow('a', done.signal).next()).value).toMatchObject({ gone: true, unseen: true });
    expect((await board.follow('b', done.signal).next()).value).toEqual({ pod: other, gone: false });
  });

  it('is as the watch has told of it, whatever its creation said', async () => {
    const { board, done, tell } = handFed();
    await tell({ type: 'deleted', pod: pod('a', 'Failed') });

    board.expect(createdAt('5'));

    expect((await board.follow('a', done.signal).next()).value).toEqual({ pod: pod('a', 'Failed'), gone: true });
  });
});

describe('PodBoard', () => {
  it('shows a follower the last known state first, then each new one of that pod alone', async () => {
    const { board, done, tell } = handFed();
    await tell({ type: 'listed', pods: [pod('a', 'Pending'), pod('b', 'Pending')], resourceVersion: '10' });
    const follower = board.follow('a', done.signal);

    const first = await follower.next();
    const second = follower.next();
    await tell({ type: 'changed', pod: pod('b', 'Running') });
    await tell({ type: 'changed', pod: pod('a', 'Running') });

    expect(first.value).toEqual({ pod: pod('a', 'Pending'), gone: false });
    expect((await second).value).toEqual({ pod: pod('a', 'Running'), gone: false });
  });

  it('shows a slow follower the latest state, not each in between', async () => {
    const { board, done, tell } = handFed();
    const follower = board.follow('a', done.signal);
    await tell({ type: 'changed', pod: pod('a', 'Pending') });
    await follower.next();

    await tell({ type: 'changed', pod: pod('a', 'Running') });
    await tell({ type: 'deleted', pod: pod('a', 'Succeeded') });

    expect((await follower.next()).value).toEqual({ pod: pod('a', 'Succeeded'), gone: true });
  });

  it('waits for a pod that it has not seen yet', async () => {
    const { board, done, tell } = handFed();
    const first = board.follow('a', done.signal).next();

    await tell({ type: 'listed', pods: [], resourceVersion: '10' });
    await tell({ type: 'changed', pod: pod('a', 'Pending') });

    expect((await first).value).toMatchObject({ gone: false });
  });

  it('ends its followers when the signal aborts', async () => {
    const { board, done } = handFed();
    const first = board.follow('a', done.signal).next();

    done.abort();

    expect(await first).toEqual({ done: true, value: undefined });
  });

  it('passes the error of a watch that fails on to those who follow, and to those who come later', async () => {
    const { board, done, break_ } = handFed();
    const lost = new Error('watch lost');
    const early = board.follow('a', done.signal).next();
    const seen = expect(early).rejects.toBe(lost);

    await break_(lost);

    await seen;
    await expect(board.follow('a', done.signal).next()).rejects.toBe(lost);
  });

  it('tells when the last pod is gone', async () => {
    const { board, done, tell } = handFed();
    const told: string[] = [];
    await tell({ type: 'listed', pods: [pod('a', 'Running'), pod('b', 'Running')], resourceVersion: '10' });
    const gone = board.untilGone(done.signal).then(() => told.push('gone'));

    await tell({ type: 'deleted', pod: pod('a', 'Succeeded') });
    await setImmediate();
    told.push('one left');
    await tell({ type: 'deleted', pod: pod('b', 'Succeeded') });
    await gone;

    expect(told).toEqual(['one left', 'gone']);
  });

  it('does not wait for the end of pods that it can not watch any more', async () => {
    const { board, done, tell, break_ } = handFed();
    await tell({ type: 'listed', pods: [pod('a', 'Running')], resourceVersion: '10' });
    const gone = board.untilGone(done.signal);

    await break_(new Error('broken'));

    await expect(gone).resolves.toBe(false);
  });
});
