import { describe, expect, it } from 'vitest';
import { refusedError } from '../../../src/cluster/api-errors.js';
import type { Cluster } from '../../../src/cluster/cluster.js';
import type { KubeObject, Pod } from '../../../src/contract/objects.js';
import { ClusterError } from '../../../src/errors.js';
import type { RunEvent } from '../../../src/report/events.js';
import { type CreateContext, createPod } from '../../../src/runner/create-pod.js';
import { deferred, untilAborted } from '../../../src/runner/deferred.js';
import { DEFAULT_LIMITS } from '../../../src/runner/limits.js';
import { TestClock } from '../cluster/test-clock.js';
import { refusalFixture } from './fixtures.js';
import { podOf } from './plans.js';

const pod = podOf('build');

/** No pod of the run ends. */
const QUIET: CreateContext['board'] = {
  expect: () => {},
  untilOneEnds: async (signal) => untilAborted(new Promise(() => undefined), signal),
};

/** What comes of a creation that the server answers with these errors before it succeeds; time passes at once. */
async function create(
  errors: readonly Error[],
  limits: Partial<typeof DEFAULT_LIMITS> = {},
  { board = QUIET, clock = new TestClock(60_000), pod: given = pod }: Partial<CreateContext> & { readonly pod?: Pod } = {},
) {
  const queue = [...errors];
  const events: RunEvent[] = [];
  const cluster: Pick<Cluster, 'create'> = {
    create: async <T extends KubeObject>(object: T) => {
      const error = queue.shift();
      if (error) throw error;
      return object;
    },
  };
  const emit = async (event: RunEvent) => {
    events.push(event);
  };
  const context = { cluster, board, clock, limits: { ...DEFAULT_LIMITS, ...limits }, emit, random: () => 0.5 };
  const { signal } = new AbortController();
  const result = await createPod(context, { step: 'build', attempt: 1, pod: given, signal, onNoRoom: () => undefined });
  return { result, events };
}

function refusal(name: string): ClusterError {
  return refusedError(refusalFixture(name), { action: 'create', object: 'Pod/build' });
}

describe('createPod', () => {
  it.each([
    ['limit-range', 'AdmissionDenied', 'maximum memory usage per Container is 128Mi, but limit is 1Gi'],
    ['pod-security', 'AdmissionDenied', 'violates PodSecurity "restricted:latest"'],
    ['runtime-class-missing', 'AdmissionDenied', 'RuntimeClass "absent" not found'],
    ['priority-class-missing', 'AdmissionDenied', 'no PriorityClass with name absent was found'],
    ['invalid-quantity', 'ConfigError', 'must be less than or equal to cpu limit of 1'],
  ])('ends the step with the words of the server for the recorded refusal %s', async (name, reason, words) => {
    const { result, events } = await create([refusal(name)]);

    expect(result).toMatchObject({ type: 'ended', state: 'error', reason, message: expect.stringContaining(words) });
    expect(events).toEqual([]);
  });

  it('waits for the service account that a new namespace gets, as long as it may come', async () => {
    const refusals = (count: number) => Array.from({ length: count }, () => refusal('service-account-missing'));

    const [soon, never] = [await create(refusals(5)), await create(refusals(100))];

    expect(soon.result).toBe(pod);
    expect(never.result).toMatchObject({ type: 'ended', state: 'error', hint: expect.stringContaining('create the service account') });
  });

  it('waits for no service account that the step names', async () => {
    const named = { ...pod, spec: { ...pod.spec, serviceAccountName: 'absent' } };

    const { result } = await create([refusal('service-account-missing')], {}, { pod: named });

    expect(result).toMatchObject({ reason: 'AdmissionDenied', message: expect.stringContaining('serviceaccount "absent" not found') });
  });

  it('tells of the pod that it has created', async () => {
    const { events } = await create([]);

    expect(events).toMatchObject([{ type: 'step-created', step: 'build', attempt: 1, pod: pod.metadata.name }]);
  });

  it('says what to do where it knows', async () => {
    const { result } = await create([refusal('pod-security')]);

    expect(result).toMatchObject({ hint: expect.stringContaining('Pod Security "restricted:latest"') });
  });

  it('waits while a quota leaves no room, and tells its name and numbers', async () => {
    const { result, events } = await create([refusal('quota'), refusal('quota')]);

    expect(result).toBe(pod);
    expect(events.map(({ type }) => type)).toEqual(['step-waiting', 'step-waiting', 'step-created']);
    expect(events[0]).toMatchObject({
      type: 'step-waiting',
      reason: 'Quota',
      message: expect.stringContaining('exceeded quota: compute, requested: pods=1, used: pods=0, limited: pods=0'),
    });
  });

  it('tries again as soon as another pod of the run has ended', async () => {
    const clock = new TestClock(0);
    const begun = clock.now();
    const ended = deferred();
    const board = { ...QUIET, untilOneEnds: async () => ended.promise };
    const creating = create([refusal('quota')], {}, { board, clock });
    ended.resolve();

    expect((await creating).result).toBe(pod);
    expect(clock.now()).toBe(begun);
  });

  it('gives up on a quota when the limit of scheduling has passed', async () => {
    const { result } = await create(
      Array.from({ length: 100 }, () => refusal('quota')),
      { scheduleTimeoutSeconds: 30 },
    );

    expect(result).toMatchObject({ type: 'ended', state: 'error', reason: 'Quota' });
  });

  it.each([
    ['the cluster is not there', new ClusterError('cannot reach it', { code: 'unreachable', retryable: true })],
    ['the credentials are refused', new ClusterError('who are you', { code: 'unauthorized', status: 401 })],
  ])('does not blame the step where %s', async (_, error) => {
    await expect(create([error])).rejects.toBe(error);
  });
});
