import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../chaos/plan-of.js';
import { type Clock, systemClock } from '../../src/clock.js';
import { KubeCluster } from '../../src/cluster/kube-cluster.js';
import type { RequestFault } from '../../src/local/api/request-faults.js';
import type { Fault } from '../../src/local/faults.js';
import type { RunReport } from '../../src/report/events.js';
import { run } from '../../src/runner/run.js';
import { canShutIn, EmbeddedCluster } from './embedded-cluster.js';

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64' };
const PLATFORM = `linux/${ARCHITECTURES[process.arch] ?? process.arch}`;

/** Time that passes so many times faster than it does. */
function hurried(times: number): Clock {
  return { now: () => Date.now() * times, sleep: async (ms, signal) => systemClock.sleep(ms / times, signal) };
}

const ENDS = 'sleep 0.7';
const STAYS = 'sleep 1000';

interface PodName {
  readonly namespace: string;
  readonly pod: string;
}

interface Trial {
  /** Commands of the step that runs while faults happen. */
  readonly body: string;
  /** Happen one after the other. */
  readonly faults?: (pod: PodName) => readonly Fault[];
  /** When they do: once the step runs, or as soon as its pod is there. @default 'begun' */
  readonly when?: 'begun' | 'created';
  readonly requests?: RequestFault;
  /** The runner's. @default the system's */
  readonly clock?: Clock;
  /** That of its connections, which give up where answers take long. @default the system's */
  readonly clientClock?: Clock;
}

interface Outcome {
  readonly report: RunReport;
  /** Lines of each step. */
  readonly logs: Readonly<Record<string, readonly string[]>>;
  /** Pods on the cluster after the run. */
  readonly left: unknown;
  /** False where a fault of requests is still to come. */
  readonly met: boolean;
}

/** Runs two steps on a cluster of their own on which something goes wrong. */
async function runUnder(trial: Trial): Promise<Outcome> {
  const { body, faults = () => [], when = 'begun', requests, clock = systemClock, clientClock = systemClock } = trial;
  const embedded = await EmbeddedCluster.start({ faults: requests && [requests] });
  const cluster = await connect(embedded, clientClock);
  const steps = {
    work: { image: 'alpine', commands: ['echo begun', body, 'echo done'] },
    after: { image: 'alpine', commands: ['echo last'] },
  };
  const logs: Record<string, string[]> = { work: [], after: [] };
  let pod = '';
  let happening = Promise.resolve();
  let due = [faults];
  const happen = (moment: Trial['when']) => {
    if (moment !== when) return;
    for (const fault of due.flatMap((make) => make({ namespace: 'default', pod })))
      happening = happening.then(() => embedded.cluster.faults.inject(fault));
    due = [];
  };
  try {
    const plan = planOf(JSON.stringify({ skip_clone: true, steps }), { namespace: 'default', platform: PLATFORM });
    const report = await run(plan, cluster, {
      limits: { stopTimeoutSeconds: 1 },
      holder: 'test',
      clock,
      onEvent: (event) => {
        if (event.type === 'step-created' && event.step === 'work') {
          pod = event.pod;
          happen('created');
        }
        if (event.type !== 'log') return;
        const line = Buffer.from(event.bytes).toString();
        logs[event.step]?.push(line);
        if (line === 'begun') happen('begun');
      },
    });
    await happening;
    return { report, logs, met: embedded.cluster.faults.requests.done, left: (await embedded.request('GET', 'pods')).body.items };
  } finally {
    cluster.close();
    await embedded.stop();
  }
}

async function connect({ cluster, stateRoot }: EmbeddedCluster, clock: Clock): Promise<KubeCluster> {
  const kubeconfig = join(stateRoot, 'kubeconfig');
  await writeFile(kubeconfig, cluster.kubeconfig('embedded'));
  return KubeCluster.connect({ kubeconfig, namespace: 'default', env: {}, home: stateRoot, clock });
}

function expectCalm({ report, logs, left, met }: Outcome): void {
  expect(report).toMatchObject({ outcome: 'succeeded', leftovers: [] });
  const printed = Object.values(logs).map((lines) => lines.filter((line) => !line.startsWith('+')));
  expect(printed).toEqual([['begun', 'done'], ['last']]);
  expect(left).toEqual([]);
  expect(met).toBe(true);
}

describe.runIf(await canShutIn()).concurrent('a run goes on as if nothing had happened when', () => {
  it.each<readonly [string, readonly Fault[]]>([
    ['every watch is dropped', [{ kind: 'watches-dropped' }]],
    ['its version is too old for a new watch', [{ kind: 'history-compacted' }, { kind: 'watches-dropped' }]],
    ['the server stops and starts again', [{ kind: 'api-stopped' }, { kind: 'api-started' }]],
  ])('%s', async (_, faults) => {
    expectCalm(await runUnder({ body: ENDS, faults: () => faults }));
  });

  it.each<readonly [string, RequestFault]>([
    ['logs are cut', { resource: 'pods/log', cutAfter: 30, times: 2 }],
    ['the answer to a create is lost', { verb: 'create', resource: 'pods', cutAfter: 0 }],
    ['requests take long', { delay: 100, times: 10 }],
    ['credentials are refused once', { verb: 'create', resource: 'pods', answer: 401 }],
    ['a watch is told that its version is gone', { verb: 'watch', answer: 410 }],
    ['there are too many requests', { verb: 'create', answer: 429, retryAfter: 0, times: 3 }],
    ['the server fails', { verb: 'create', answer: 500, times: 2 }],
    ['nobody may attach to pods', { resource: 'pods/attach', answer: 403 }],
    ['the server is overloaded', { verb: 'list', answer: 503, times: 2 }],
  ])('%s', async (_, requests) => {
    expectCalm(await runUnder({ body: ENDS, requests }));
  });
});

describe.runIf(await canShutIn()).concurrent('a run tells that', () => {
  it.each<readonly [string, string, (pod: PodName) => Fault]>([
    ['somebody deleted its pod', 'PodDeleted', (pod) => ({ kind: 'pod-deleted', graceSeconds: 1, ...pod })],
    ['its pod was evicted', 'Evicted', (pod) => ({ kind: 'pod-evicted', ...pod })],
    ['its step ran out of memory', 'OOMKilled', (pod) => ({ kind: 'out-of-memory', container: 'step', ...pod })],
  ])('%s', async (_, reason, fault) => {
    const { report, left } = await runUnder({ body: STAYS, faults: (pod) => [fault(pod)] });

    expect(report.steps).toMatchObject([
      { step: 'work', reason },
      { step: 'after', state: 'skipped' },
    ]);
    expect(left).toEqual([]);
  });

  it('a pod went while nobody could see it, and does not try the step again: it may have run', async () => {
    const { report } = await runUnder({
      body: ENDS,
      when: 'created',
      requests: { verb: 'watch', delay: 1500 },
      faults: (pod) => [{ kind: 'pod-deleted', graceSeconds: 0, ...pod }, { kind: 'history-compacted' }],
    });

    expect(report.steps[0]).toMatchObject({ state: 'error', reason: 'PodDeleted', attempt: 1 });
  });

  it('its node was lost, and what stays with it', async () => {
    const { report } = await runUnder({ body: STAYS, faults: () => [{ kind: 'node-lost' }], clock: hurried(20), clientClock: hurried(5) });

    expect(report.steps).toMatchObject([
      { step: 'work', state: 'error', reason: 'NodeLost', message: expect.stringContaining('unresponsive') },
      { step: 'after', state: 'skipped' },
    ]);
    expect(report.leftovers.map((name) => name.split('/')[0])).toEqual(['Pod', 'Pod', 'PersistentVolumeClaim']);
  });

  it('its credentials are refused for good', async () => {
    const requests = { verb: 'create', resource: 'pods', answer: 401, times: Number.POSITIVE_INFINITY } as const;
    const clock = hurried(5);

    await expect(runUnder({ body: ENDS, requests, clock, clientClock: clock })).rejects.toMatchObject({ status: 401 });
  });
});

it('a refused attach is told with the name of the pod', async () => {
  const embedded = await EmbeddedCluster.start({ faults: [{ resource: 'pods/attach', answer: 403 }] });
  const cluster = await connect(embedded, systemClock);
  await embedded.createPod('gate', { command: ['cat'], stdin: true });

  await expect(cluster.attach('gate', 'step')).rejects.toMatchObject({ status: 403, object: 'Pod/gate' });

  cluster.close();
  await embedded.stop();
});
