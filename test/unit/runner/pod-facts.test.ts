import { expect, it } from 'vitest';
import type { ContainerState, Pod } from '../../../src/contract/objects.js';
import { mayHaveBegun } from '../../../src/runner/pod-facts.js';
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
