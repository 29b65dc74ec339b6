import { describe, expect, vi } from 'vitest';
import { isIdle } from '../../src/runner/pod-facts.js';
import { SLOW_PATIENCE } from '../patience.js';
import type { Bed } from './bed.js';
import { kubectlOf } from './kubectl.js';
import type { RunOutput } from './run-output.js';
import { realScenario, scenario } from './scenario.js';

const CHAIN = `
  skip_clone: true
  steps:
    a: { image: alpine, commands: ['sleep 1', 'echo a > file'] }
    b: { image: alpine, commands: ['cat file', 'echo b >> file'] }
    c: { image: alpine, commands: ['cat file', 'echo $CI_PIPELINE_STATUS'], when: [{ status: [success, failure] }] }
`;

/** Attempts whose pods were created before their turn, as `b#1`. */
function heldIn(run: RunOutput): readonly string[] {
  return run.events.flatMap((event) => (event.type === 'step-created' && event.held ? [`${event.step}#${event.attempt}`] : [])).sort();
}

function notices(run: RunOutput): readonly string[] {
  return run.events.flatMap((event) => (event.type === 'notice' ? [event.message] : []));
}

/** Waits until so many containers run that wait for their turn. */
async function untilHeld(bed: Bed, count: number): Promise<void> {
  const waiting = async () => {
    const pods = await bed.cluster.list('Pod');
    return pods.map((pod) => JSON.stringify(pod)).filter((pod) => pod.includes('PODLINE_GATE') && pod.includes('"running"'));
  };
  await vi.waitFor(async () => expect((await waiting()).length).toBeGreaterThanOrEqual(count), SLOW_PATIENCE);
}

scenario('pods of the steps that come next wait for their turn, and see what those before have done', async (bed) => {
  const run = await bed.run(CHAIN);

  expect(heldIn(run)).toEqual(['b#1', 'c#1']);
  expect([run.log('b'), run.log('c')]).toEqual([['a'], ['a', 'b', 'success']]);
  expect(run.loggedAt('b') > (run.events.findLast((event) => event.type === 'log' && event.step === 'a')?.at ?? '')).toBe(true);
  expect(run.status).toBe(0);
});

scenario('the end of a step is told after the ends of those it depends on, though its pod ends before theirs', async (bed) => {
  // its shell's last line, long before its last moment
  const forged = String.raw`printf '\036podline-end %s 0\n' "$(tr '\0' '\n' < /proc/$PPID/environ | sed -n 's/^PODLINE_NONCE=//p')"`;
  const run = await bed.run(
    JSON.stringify({
      skip_clone: true,
      steps: [
        { name: 'a', image: 'alpine', commands: [forged, 'until [ -e b ]; do sleep 0.1; done', 'sleep 3'] },
        { name: 'b', image: 'alpine', commands: ['touch b'] },
      ],
    }),
  );

  const [a, b] = [run.result('a'), run.result('b')];
  expect((b.finishedAt ?? 0) < (a.finishedAt ?? 0)).toBe(true);
  expect(run.events.flatMap((event) => (event.type === 'step-finished' ? [event.result.step] : []))).toEqual(['a', 'b']);
  expect(run.status).toBe(0);
});

scenario('--ahead 0 creates each pod when its turn has come', async (bed) => {
  const run = await bed.run(CHAIN, '--ahead', '0');

  expect(heldIn(run)).toEqual([]);
  expect(run.log('c')).toEqual(['a', 'b', 'success']);
  expect(run.status).toBe(0);
});

scenario('a held step whose dependency fails does not run; one that runs after a failure is told of it', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    steps:
      fails: { image: alpine, commands: ['sleep 1', 'exit 3'] }
      never: { image: alpine, commands: ['echo never'] }
      always: { image: alpine, commands: ['echo $CI_PIPELINE_STATUS'], when: [{ status: [success, failure] }] }
  `);

  expect(heldIn(run)).toEqual(['always#1', 'never#1']);
  expect(run.states).toEqual({ fails: 'failed', never: 'skipped', always: 'passed' });
  expect([run.log('never'), run.log('always')]).toEqual([[], ['failure']]);
});

scenario('a pod that is held too long is given back, and its step runs as if nothing had been', async (bed) => {
  const run = await bed.run(CHAIN.replace('sleep 1', 'sleep 4'), '--hold-limit', '1s', '--ahead', '1');

  expect(heldIn(run)).toContain('b#1');
  expect(run.result('b')).toMatchObject({ state: 'passed', attempt: 2 });
  expect(run.events.filter(({ type }) => type === 'step-retried')).toEqual([]);
  expect([run.log('b'), run.log('c')]).toEqual([['a'], ['a', 'b', 'success']]);
});

scenario('a step that asks for it is not started ahead', async (bed) => {
  const run = await bed.run(CHAIN.replace('b: { image', 'b: { start_ahead: false, image'));

  expect(heldIn(run)).toEqual(['c#1']);
  expect(run.status).toBe(0);
});

scenario('a pod that is lost while it waits is replaced without a word', async (bed) => {
  // long enough for a busy node to tell that the held one runs, and for its deletion, before its turn comes
  const podline = await bed.start(CHAIN.replace('sleep 1', 'sleep 20'), '--output', 'json', '--ahead', '1');
  await untilHeld(bed, 1);
  const held = (await bed.cluster.list('Pod')).find(({ metadata }) => metadata.name.endsWith('-b-1'));
  await bed.cluster.delete('Pod', held?.metadata.name ?? '', { gracePeriodSeconds: 1 });

  const run = await podline.end();

  expect(run.result('b')).toMatchObject({ state: 'passed', attempt: 2 });
  expect(run.events.filter(({ type }) => type === 'step-retried' || type === 'notice')).toEqual([]);
  expect([run.log('b'), run.log('c')]).toEqual([['a'], ['a', 'b', 'success']]);
});

describe('after SIGKILL of the runner', () => {
  scenario('pods that are held never run, and gc removes them', async (bed) => {
    const podline = await bed.start(
      `
      skip_clone: true
      steps:
        work: { image: alpine, commands: ['echo begun', 'sleep 1000'] }
        never: { image: alpine, commands: ['echo never'] }
      `,
      '--output',
      'json',
    );
    await podline.until('"text":"begun"');
    await untilHeld(bed, 1);
    podline.signal('SIGKILL');
    await podline.end();

    const held = (await bed.cluster.list('Pod')).find(({ metadata }) => metadata.name.includes('-never-'));
    const logs = await (await bed.podline(['logs', held?.metadata.labels?.['podline.dev/run'] ?? '', 'never'])).end();
    const gc = await (await bed.podline(['gc', '--all', '--stop-timeout', '1'])).end();

    expect(logs.stdout).not.toContain('never');
    expect(gc.stdout).toContain('nothing left on the cluster');
  });
});

realScenario('a step that was killed for its memory takes with it what its log has let go', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    steps:
      eat:
        image: alpine
        commands: ['tail /dev/zero || true']
        backend_options: { kubernetes: { resources: { limits: { memory: 64Mi } } } }
      next: { image: alpine, commands: ['sleep 60'] }
  `);

  expect(run.result('eat')).toMatchObject({ state: 'failed', reason: 'OOMKilled' });
  expect(run.states.next).toMatch(/^(canceled|skipped)$/);
  expect(run.status).toBe(1);
});

realScenario('a quota that has room for one pod costs no step its turn', async (bed) => {
  await kubectlOf(bed.admin)('create', 'quota', 'one', '--hard=pods=1', '--namespace', bed.namespace);

  const run = await bed.run(CHAIN);

  expect(run.log('c')).toEqual(['a', 'b', 'success']);
  expect(notices(run)).toEqual([expect.stringContaining('pods are created only when their turn has come')]);
  expect(run.status).toBe(0);
});

scenario('held pods count among those that may exist at a time', async (bed) => {
  const done = new AbortController();
  const there = new Set<string>();
  let most = 0;
  const watching = (async () => {
    for await (const change of bed.cluster.watchPods('podline.dev/run', { signal: done.signal })) {
      if (change.type === 'listed') continue;
      const { name } = change.pod.metadata;
      // a node says some time later that the pod has ended
      if (change.type === 'deleted' || isIdle(change.pod)) there.delete(name);
      else there.add(name);
      most = Math.max(most, there.size);
    }
  })();

  const run = await bed.run(
    `
    skip_clone: true
    steps:
      a: { image: alpine, depends_on: [], commands: ['sleep 1'] }
      x: { image: alpine, depends_on: [], commands: ['sleep 2'] }
      b: { image: alpine, depends_on: [a], commands: ['echo b'] }
      c: { image: alpine, depends_on: [b, x], commands: ['echo c'] }
      y: { image: alpine, depends_on: [x], start_ahead: false, commands: ['echo y'] }
      z: { image: alpine, depends_on: [x], start_ahead: false, commands: ['echo z'] }
    `,
    '--max-pods',
    '3',
    '--ahead',
    '8',
  );
  done.abort();
  await watching;

  expect(heldIn(run).length).toBeGreaterThan(0);
  expect(most).toBe(3);
  expect(run.status).toBe(0);
});
