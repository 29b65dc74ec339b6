import { describe, expect, it } from 'vitest';
import { stepWrapper } from '../../../src/constructs/step-wrapper.js';
import { GATE_STATUS } from '../../../src/contract/markers.js';
import type { ContainerState, Pod, PodStatus } from '../../../src/contract/objects.js';
import { isIdle, mayHaveBegun, owesTrailer } from '../../../src/runner/pod-facts.js';
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

describe('owesTrailer', () => {
  const podWith = (terminated: ContainerState['terminated'], command: readonly string[] = ['/bin/sh', '-c', stepWrapper()]): Pod => {
    const pod = podOf('build');
    const containers = pod.spec.containers.map((container) => ({ ...container, command }));
    return { ...pod, spec: { ...pod.spec, containers }, status: { containerStatuses: [{ name: 'step', state: { terminated } }] } };
  };

  it.each([
    ['passed', { exitCode: 0 }],
    ['failed', { exitCode: 3 }],
    ['lost a child to the memory limit', { exitCode: 2, reason: 'OOMKilled' }],
  ])('is true of a shell that %s', (_, terminated) => {
    expect(owesTrailer(podWith(terminated), true)).toBe(true);
  });

  it.each<[string, Pod]>([
    ['runs', podWith(undefined)],
    ['was killed', podWith({ exitCode: 137 })],
    ['was lost with its container', podWith({ exitCode: 255 })],
    ['was not let go', podWith({ exitCode: GATE_STATUS })],
    ['an image runs without', podWith({ exitCode: 0 }, ['/bin/server'])],
  ])('is false of a shell that %s', (_, pod) => {
    expect(owesTrailer(pod, true)).toBe(false);
  });

  it('is true of a program that never began only where it passed: one for another architecture fails', () => {
    expect(owesTrailer(podWith({ exitCode: 1 }), false)).toBe(false);
    expect(owesTrailer(podWith({ exitCode: 0 }), false)).toBe(true);
  });
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
