import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../src/contract/objects.js';
import { judge, type Verdict } from '../../../src/runner/verdict.js';
import { podFixture, recordedPods } from './fixtures.js';
import { ended, gone, ours, seen, statusOf, verdictCases, wrongIn } from './verdict-table.js';

describe('judge, by pods recorded on a cluster', () => {
  const tests: Readonly<Record<string, Partial<Verdict> & { readonly message?: unknown; readonly hint?: unknown }>> = {
    passed: { type: 'ended', state: 'passed', exitCode: 0 },
    'exit-1': { type: 'ended', state: 'failed', reason: 'ExitCode', exitCode: 1, message: 'exit code 1' },
    'exit-137': { type: 'ended', state: 'failed', reason: 'ExitCode', exitCode: 137, message: 'exit code 137' },
    killed: { type: 'ended', state: 'failed', reason: 'ExitCode', exitCode: 3 },
    oom: {
      type: 'ended',
      state: 'failed',
      reason: 'OOMKilled',
      exitCode: 137,
      message: "out of memory: the step's limit is 64Mi",
      hint: 'raise backend_options.kubernetes.resources.limits.memory of the step',
    },
    'oom-child': { type: 'ended', state: 'failed', reason: 'OOMKilled', exitCode: 0, message: "out of memory: the step's limit is 64Mi" },
    deadline: { type: 'ended', state: 'failed', reason: 'TimedOut', message: 'the pod ran past its deadline of 2 s' },
    'deadline-trapped': { type: 'ended', state: 'failed', reason: 'TimedOut', hint: 'raise the timeout of the step' },
    deleted: { type: 'ended', state: 'error', reason: 'PodDeleted' },
    'deleted-at-last': { type: 'ended', state: 'error', reason: 'PodDeleted' },
    'deleted-waiting': { type: 'ended', state: 'error', reason: 'PodDeleted' },
    'deleted-after': { type: 'ended', state: 'error', reason: 'PodDeleted' },
    evicted: { type: 'ended', state: 'error', reason: 'Evicted', message: 'the pod was evicted: Eviction API: evicting' },
    'evicted-stubborn': { type: 'ended', state: 'error', reason: 'Evicted' },
    'evicted-disk': {
      type: 'ended',
      state: 'error',
      reason: 'Evicted',
      message: 'the pod was evicted: Pod ephemeral local storage usage exceeds the total limit of containers 5Mi.',
      hint: 'give the step more local storage (resources.limits.ephemeral-storage), or write to the workspace',
    },
    'evicted-running': { type: 'running', startedAt: expect.any(Number) },
    preempted: { type: 'waiting' },
    'taint-evicted': { type: 'waiting' },
    'node-lost': {
      type: 'ended',
      state: 'error',
      reason: 'NodeLost',
      message: 'the node of the pod was lost: PodGC: node no longer exists',
    },
    'node-full': {
      type: 'ended',
      state: 'error',
      reason: 'Evicted',
      message: expect.stringMatching(/^the node refused the pod: OutOfcpu: .* Node didn't have enough resource: cpu/),
    },
    'node-wrong': { type: 'ended', state: 'error', reason: 'Evicted', message: expect.stringContaining('NodeAffinity') },
    'init-failed': {
      type: 'ended',
      state: 'error',
      reason: 'StartError',
      message: 'init container "inject" ended with exit code 9 before the step began',
      hint: expect.stringContaining('kubectl logs init-failed -c inject'),
    },
    'no-shell': {
      type: 'ended',
      state: 'error',
      reason: 'StartError',
      message: 'exec: "/bin/sh": stat /bin/sh: no such file or directory',
      hint: 'the image noshell:1 has no /bin/sh: set entrypoint in place of commands, or use an image with a shell',
    },
    'no-program': {
      type: 'ended',
      state: 'error',
      reason: 'StartError',
      message: 'exec: "/usr/bin/absent": stat /usr/bin/absent: no such file or directory',
      hint: 'the image alpine has no /usr/bin/absent: correct the entrypoint of the step',
    },
    'no-command': { type: 'ended', state: 'error', reason: 'StartError', message: 'exec: "": executable file not found in $PATH' },
    'workdir-file': { type: 'ended', state: 'error', reason: 'StartError', message: 'mkdir /bin/sh: not a directory' },
    'exec-format': { type: 'ended', state: 'failed', reason: 'ExitCode', exitCode: 1 },
    'sidecar-runs': { type: 'ended', state: 'passed', exitCode: 0 },
    'sidecar-failed': { type: 'ended', state: 'passed', exitCode: 0 },
    'sidecar-passed': { type: 'ended', state: 'failed', reason: 'ExitCode', exitCode: 4 },
    'sidecar-first': { type: 'running' },
    running: { type: 'running' },
    scheduled: { type: 'waiting' },
  };

  it.each(Object.entries(tests))('says what became of %s', (name, expected) => {
    expect(judge(podFixture(name), seen)).toMatchObject(expected);
  });

  it.each(recordedPods().filter((name) => !(name in tests)))('sees %s waiting', (name) => {
    expect(judge(podFixture(name), seen)).toEqual({ type: 'waiting' });
  });

  it.each(['preempted', 'taint-evicted', 'running', 'sidecar-first', 'scheduled', 'image-absent'])(
    'takes %s for no success when it has gone',
    (name) => {
      expect(judge(podFixture(name), gone)).toMatchObject({ type: 'ended', state: 'error' });
    },
  );
});

describe('judge', () => {
  it('tells no exit code and no start of a process that never ran', () => {
    const verdict = judge(podFixture('no-shell'), seen);

    expect(verdict).toMatchObject({ finishedAt: expect.any(Number) });
    expect([verdict.type === 'ended' && verdict.exitCode, verdict.type === 'ended' && verdict.startedAt]).toEqual([undefined, undefined]);
  });

  it('tells when the container started and ended', () => {
    const verdict = judge(statusOf({ phase: 'Succeeded', containerStatuses: [ended(0)] }), seen);

    expect(verdict).toMatchObject({ startedAt: Date.parse('2026-01-01T10:00:00Z'), finishedAt: Date.parse('2026-01-01T10:00:10Z') });
  });

  it.each<[state: 'passed' | 'error', deletion: string, metadata: Partial<Pod['metadata']>]>([
    ['passed', 'asked for after the end', { deletionTimestamp: '2026-01-01T10:00:41Z', deletionGracePeriodSeconds: 30 }],
    ['error', 'asked for in the second of the end', { deletionTimestamp: '2026-01-01T10:00:40Z', deletionGracePeriodSeconds: 30 }],
    ['error', 'asked for before the end', { deletionTimestamp: '2026-01-01T10:00:35Z', deletionGracePeriodSeconds: 30 }],
    ['error', 'whose beginning the kubelet hides', { deletionTimestamp: '2026-01-01T10:00:12Z', deletionGracePeriodSeconds: 0 }],
  ])('says %s of exit code 0 and a deletion %s', (state, _, metadata) => {
    const pod = statusOf({ phase: 'Running', containerStatuses: [ended(0)] }, metadata);

    expect(judge(pod, seen)).toMatchObject({ type: 'ended', state });
  });

  it('does not take our own deletion for a fault of the pod', () => {
    const metadata = { deletionTimestamp: '2026-01-01T10:00:30Z', deletionGracePeriodSeconds: 30 };

    expect(judge(statusOf({ phase: 'Failed', containerStatuses: [ended(143)] }, metadata), ours)).toMatchObject({
      state: 'failed',
      exitCode: 143,
    });
    expect(judge(statusOf({ phase: 'Pending' }, metadata), { gone: true, deletedByUs: true })).toMatchObject({ state: 'canceled' });
  });

  it.each([
    ['Evicted', 'Evicted'],
    ['Preempting', 'Preempted'],
    ['NodeLost', 'NodeLost'],
    ['Shutdown', 'NodeLost'],
    ['Terminated', 'NodeLost'],
  ])('takes the reason %s of the pod for %s, whatever its container says', (status, reason) => {
    const pod = statusOf({ phase: 'Failed', reason: status, message: 'The node was low on\nmemory.', containerStatuses: [ended(0)] });

    const verdict = judge(pod, seen);

    expect(verdict).toMatchObject({ state: 'error', reason, message: expect.stringMatching(/: The node was low on memory\.$/) });
    expect(verdict).not.toHaveProperty('exitCode');
  });

  it('says that the node had no more memory where the step has no limit', () => {
    const verdict = judge(statusOf({ phase: 'Failed', containerStatuses: [ended(137, 'OOMKilled')] }), seen);

    expect(verdict).toMatchObject({ reason: 'OOMKilled', hint: expect.stringContaining('requests.memory') });
  });

  it('takes a container that the node has lost for a lost node', () => {
    expect(judge(statusOf({ phase: 'Failed', containerStatuses: [ended(137, 'ContainerStatusUnknown')] }), seen)).toMatchObject({
      state: 'error',
      reason: 'NodeLost',
    });
  });

  it.each(['Succeeded', 'Failed'] as const)('does not take a pod that is %s without an exit code of the step for a success', (phase) => {
    const sidecar = { ...ended(0), name: 'proxy' };

    expect(judge(statusOf({ phase, containerStatuses: [sidecar] }), seen)).toMatchObject({ state: 'error', reason: 'NodeLost' });
  });
});

describe('judge, over all combinations', () => {
  const cases = verdictCases();

  it(`is green only for exit code 0 that nothing else speaks against: ${cases.length} combinations`, () => {
    expect(wrongIn(cases)).toEqual([]);
  });
});
