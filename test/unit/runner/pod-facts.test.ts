import { describe, expect, it } from 'vitest';
import type { ContainerState, Pod, PodStatus } from '../../../src/contract/objects.js';
import { isIdle, mayHaveBegun } from '../../../src/runner/pod-facts.js';
import { podOf } from './plans.js';

const AT = '2026-11-23T23:00:00Z';

it.each<[string, boolean, ContainerState | undefined]>([
  ['a pod without a word from a kubelet', false, undefined],
  ['an image that cannot be pulled', false, { waiting: { reason: 'ImagePullBackOff' } }],
  ['a pod whose init containers are at work', false, { waiting: { reason: 'PodInitializing' } }],
  ['a container that is being created: its start may not be told yet', true, { waiting: { reason: 'ContainerCreating' } }],
  ['a running container', true, { running: { startedAt: AT } }],
  ['a container that has ended', true, { terminated: { exitCode: 0, startedAt: AT } }],
  ['a container that ended before it began', false, { terminated: { exitCode: 137, startedAt: null } }],
])('whether the process may have begun: %s', (_, expected, state) => {
  const pod: Pod = { ...podOf('build'), status: { containerStatuses: state && [{ name: 'step', state }] } };

  expect(mayHaveBegun(pod)).toBe(expected);
});

describe('isIdle', () => {
  const running = { name: 'proxy', state: { running: {} } };
  const over = { name: 'step', state: { terminated: { exitCode: 0 } } };

  it.each<[string, PodStatus, boolean]>([
    ['a step that has ended', { phase: 'Running', containerStatuses: [over] }, true],
    ['a step that runs', { containerStatuses: [{ ...running, name: 'step' }] }, false],
    ['a pod of which nothing is known', {}, false],
    ['a sidecar that still runs', { containerStatuses: [over], initContainerStatuses: [running] }, false],
  ])('tells of %s', (_, status, expected) => {
    expect(isIdle({ ...podOf('build'), status })).toBe(expected);
  });

  it('waits for a container beside the step', () => {
    const pod = podOf('build');
    const two = { ...pod, spec: { containers: [...pod.spec.containers, { name: 'proxy', image: 'mesh' }] } };

    expect(isIdle({ ...two, status: { containerStatuses: [over, running] } })).toBe(false);
    expect(isIdle({ ...two, status: { containerStatuses: [over] } })).toBe(false);
    expect(isIdle({ ...two, status: { containerStatuses: [over, { ...over, name: 'proxy' }] } })).toBe(true);
  });
});
