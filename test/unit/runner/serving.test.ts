import { describe, expect, it } from 'vitest';
import type { KubeObject, Pod } from '../../../src/contract/objects.js';
import type { RunEvent } from '../../../src/report/events.js';
import type { End } from '../../../src/runner/end.js';
import { Serving } from '../../../src/runner/serving.js';
import { TestClock } from '../cluster/test-clock.js';
import { podOf, stepOf } from './plans.js';

const passed = { type: 'ended', state: 'passed', exitCode: 0 } as const;
const noLog = Promise.resolve();

function probedPod(ready: boolean): Pod {
  const pod = podOf('db');
  return {
    ...pod,
    spec: { containers: [{ name: 'step', image: 'postgres', readinessProbe: { tcpSocket: { port: 5432 } } }] },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  };
}

/** A service that says when it is ready; time passes at once. */
function serviceWith(ready: { readonly timeoutSeconds: number; readonly log?: string } | undefined, events: readonly KubeObject[] = []) {
  const clock = new TestClock(60_000);
  const ended = new AbortController();
  const told: string[] = [];
  const state = { serving: 0, late: undefined as End | undefined };
  const step = stepOf('db', { kind: 'service', detached: true, ready });
  const context = {
    clock,
    cluster: { list: async () => events, get: async () => undefined },
    emit: (event: RunEvent) => void (event.type === 'step-waiting' && told.push(event.message)),
  };
  const make = (isReliedOn = false) =>
    new Serving(step, {
      context,
      isReliedOn,
      listener: { onStarted: () => void state.serving++ },
      onLate: (end) => {
        state.late = end;
        ended.abort();
      },
    });
  return { make, state, told, ended: ended.signal };
}

const line = (text: string) => Buffer.from(text);

describe('a service', () => {
  it('that says nothing is relied on as soon as it runs', () => {
    const { make, state, ended } = serviceWith(undefined);

    make().begin(podOf('db'), ended);

    expect(state.serving).toBe(1);
  });

  it('with a probe is relied on once that has succeeded, and for good', () => {
    const { make, state, ended } = serviceWith({ timeoutSeconds: 60 });
    const serving = make();
    serving.begin(probedPod(false), ended);
    expect(state.serving).toBe(0);

    serving.look(probedPod(true));
    serving.look(probedPod(false));
    serving.look(probedPod(true));

    expect(state.serving).toBe(1);
  });

  it('is not relied on before it runs, whatever its log says', () => {
    const { make, state, ended } = serviceWith({ timeoutSeconds: 60, log: 'ready' });
    const serving = make();

    serving.read(line('ready'), podOf('db'));
    expect(state.serving).toBe(0);
    serving.begin(podOf('db'), ended);

    expect(state.serving).toBe(1);
  });

  it('with a pattern is relied on once a line matches', () => {
    const { make, state, ended } = serviceWith({ timeoutSeconds: 60, log: '^ready on \\d+$' });
    const serving = make();
    serving.begin(podOf('db'), ended);

    serving.read(line('not ready on 80'), podOf('db'));
    expect(state.serving).toBe(0);
    serving.read(line('ready on 80'), podOf('db'));

    expect(state.serving).toBe(1);
  });

  it('is told of every three seconds and given up when its time is over, in the words of its probe', async () => {
    const event = (message: string, lastTimestamp: string) => ({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e' },
      reason: 'Unhealthy',
      message,
      lastTimestamp,
    });
    const events = [
      event('Readiness probe failed: refused', '2026-01-01T00:00:09Z'),
      event('Readiness probe failed: first', '2026-01-01T00:00:01Z'),
    ];
    const { make, state, told, ended } = serviceWith({ timeoutSeconds: 7 }, events);

    make().begin(probedPod(false), ended);
    await new Promise((resolve) => ended.addEventListener('abort', resolve));

    const late = 'not ready in 7 s: Readiness probe failed: refused';
    expect(state.late).toMatchObject({ state: 'failed', reason: 'NotReady', message: late, hint: expect.stringContaining('ready: false') });
    expect(told).toEqual(Array(2).fill('it is not ready yet: Readiness probe failed: refused'));
  });

  it('on which another runner has let steps rely is relied on', () => {
    const { make, state, ended } = serviceWith({ timeoutSeconds: 60, log: 'ready' });

    make(true).begin(podOf('db'), ended);

    expect(state.serving).toBe(1);
  });

  it('that ends well before it is ready has failed, and after it has not', async () => {
    const { make, ended } = serviceWith({ timeoutSeconds: 60, log: 'ready' });
    const serving = make();
    serving.begin(podOf('db'), ended);

    expect(await serving.judge(passed, noLog)).toMatchObject({
      state: 'failed',
      reason: 'NotReady',
      message: 'it ended before it was ready',
    });
    serving.read(line('ready'), podOf('db'));
    expect(await serving.judge(passed, noLog)).toBe(passed);
  });

  it('that fails by itself keeps its own cause, and what a service is there for is told', async () => {
    const { make } = serviceWith({ timeoutSeconds: 60 });
    const failed = { type: 'ended', state: 'failed', exitCode: 3, reason: 'ExitCode' } as const;

    expect(await make().judge(failed, undefined)).toEqual({ ...failed, hint: expect.stringContaining('until the last step has ended') });
  });
});
