import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { App } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Pipeline } from '../../src/index.js';
import { expectRun, type RunEvent, simulate } from '../../src/runner.js';

const image = 'alpine';
const commands = ['true'];

/** Clone, then test and lint side by side, then deploy; a step for failures. */
function pipelineOf(): Pipeline {
  const pipeline = new Pipeline(new App(), 'ci');
  pipeline.clone('clone', { image: 'plugin-git' });
  const test = pipeline.step('test', { image, commands });
  const lint = pipeline.step('lint', { image, commands });
  pipeline.step('deploy', { image, commands, dependsOn: [test, lint] });
  pipeline.step('tell', { image, commands, dependsOn: [test, lint], runOn: ['failure'] });
  return pipeline;
}

/** What a matrix of three makes of a service and of steps that begin and end at the same moments. */
function matrixApp(): App {
  const app = new App();
  for (const version of ['18', '20', '22']) {
    const pipeline = new Pipeline(app, `node-${version}`);
    pipeline.service('db', { image: 'postgres', ports: [5432] });
    const install = pipeline.step('install', { image, commands });
    pipeline.step('test', { image, commands, dependsOn: [install] });
    pipeline.step('lint', { image, commands, dependsOn: [install] });
  }
  return app;
}

async function eventsOf(app: App): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  await simulate(app, { onEvent: (event) => void events.push(event) });
  return events;
}

// on a busy machine it takes its time
const timeout = 120_000;

describe('a simulation', { timeout }, () => {
  it('runs the steps as the runner does, each for as long as it is told', async () => {
    const run = await simulate(pipelineOf(), { steps: { clone: { seconds: 10 }, test: { seconds: 600 }, lint: { seconds: 30 } } });

    expectRun(run)
      .toHaveRun(['clone', 'test', 'lint', 'deploy'])
      .toHaveRunInOrder(['clone', 'test', 'deploy'])
      .toHaveRunTogether(['test', 'lint'])
      .toHaveSkipped(['tell'])
      .toHaveEnded('succeeded');
    expect(run.times.find(({ step }) => step === 'test')).toMatchObject({ step: 'test' });
    expect(run.report.leftovers).toEqual([]);
  });

  it('lets a step run out of memory', async () => {
    const run = await simulate(pipelineOf(), { steps: { test: { seconds: 60, outOfMemory: true } } });

    expectRun(run)
      .toHaveStep('test', { state: 'failed', reason: 'OOMKilled' })
      .toHaveRun(['clone', 'test', 'lint', 'tell'])
      .toHaveSkipped(['deploy'])
      .toHaveEnded('failed');
  });

  it('lets a step fail once, and pass when it is tried again', async () => {
    const pipeline = new Pipeline(new App(), 'ci');
    pipeline.step('flaky', { image, commands, retry: 2 });

    const run = await simulate(pipeline, { steps: { flaky: [{ exitCode: 1 }, {}] } });

    expectRun(run).toHaveStep('flaky', { state: 'passed', attempt: 2 }).toHaveEnded('succeeded');
  });

  it('takes a pod away from its step', async () => {
    const run = await simulate(pipelineOf(), { steps: { lint: { seconds: 5, lost: 'evicted' } } });

    expectRun(run).toHaveStep('lint', { state: 'error', reason: 'Evicted' }).toHaveEnded('error');
  });

  it('waits until a service is ready, and stops it at the end', async () => {
    const pipeline = new Pipeline(new App(), 'ci');
    pipeline.service('db', { image: 'postgres', ports: [5432] });
    pipeline.step('test', { image, commands });

    const run = await simulate(pipeline, { steps: { db: { readySeconds: 20 }, test: { seconds: 100 } } });

    const [db, test] = run.times;
    expect([db?.step, test?.step]).toEqual(['db', 'test']);
    expect((test?.from ?? 0) - (db?.from ?? 0)).toBeGreaterThanOrEqual(20);
    expectRun(run).toHaveRunTogether(['db', 'test']).toHaveEnded('succeeded');
  });

  it('names the service that is never ready', async () => {
    const pipeline = new Pipeline(new App(), 'ci');
    pipeline.service('db', { image: 'postgres', ports: [5432] });
    pipeline.step('test', { image, commands });

    const run = await simulate(pipeline, { steps: { db: { readySeconds: 1000 } } });

    expectRun(run).toHaveStep('db', { state: 'failed', reason: 'NotReady' }).toHaveSkipped(['test']);
  });

  it('ends a step that runs past its timeout, and a run past its limit', async () => {
    const pipeline = new Pipeline(new App(), 'ci');
    pipeline.step('slow', { image, commands });

    const run = await simulate(pipeline, { steps: { slow: { seconds: 7200 } }, limits: { timeoutSeconds: 300 } });

    expectRun(run).toHaveStep('slow', { state: 'canceled', reason: 'TimedOut' }).toHaveEnded('timed-out').toHaveTakenAtMost(400);
  });

  it('has values for all secrets, and hides them', async () => {
    const pipeline = new Pipeline(new App(), 'ci');
    pipeline.step('use', { image, commands, environment: { TOKEN: pipeline.secret('token') } });
    const lines: string[] = [];

    await simulate(pipeline, {
      steps: { use: { log: ['it is simulated-token'] } },
      onEvent: (event) => void (event.type === 'log' && lines.push(Buffer.from(event.bytes).toString())),
    });

    expect(lines).toEqual(['it is ********']);
  });

  it('takes the name of a step for the steps of all pipelines that have it', async () => {
    const app = new App();
    for (const name of ['web', 'api']) new Pipeline(app, name).step('build', { image, commands });

    const run = await simulate(app, { steps: { build: { exitCode: 3 }, 'web/build': { exitCode: 4 } } });

    expect(run.report.steps.map(({ step, exitCode }) => [step, exitCode])).toEqual([
      ['web/build', 4],
      ['api/build', 3],
    ]);
  });

  it('comes to the same events at the same moments each time, however busy the machine is', async () => {
    const app = matrixApp();
    const busy = Array.from({ length: 3 }, () => new Worker('for (;;);', { eval: true }));
    try {
      const first = await eventsOf(app);
      for (let again = 1; again < 10; again++) expect(await eventsOf(app)).toEqual(first);
    } finally {
      await Promise.all(busy.map((worker) => worker.terminate()));
    }
  });

  it('takes hardly more than the time of the steps that wait for each other', async () => {
    const run = await simulate(matrixApp());

    expectRun(run).toHaveEnded('succeeded').toHaveTakenAtMost(2.5);
  });

  it('lets no time pass while somebody takes an event', async () => {
    const slowly = async () => {
      for (let turn = 0; turn < 50; turn++) await setImmediate();
    };

    const [taken, simple] = [await simulate(matrixApp(), { onEvent: slowly }), await simulate(matrixApp())];

    expect(taken.times).toEqual(simple.times);
  });

  it('knows the steps that there are', async () => {
    await expect(simulate(pipelineOf(), { steps: { tset: {} } })).rejects.toThrow('there is no step "tset" to simulate');
  });
});

describe('what is expected of a run', { timeout }, () => {
  it.each<[string, (run: Parameters<typeof expectRun>[0]) => unknown]>([
    ['the steps that have run: ["clone","deploy","lint","test"] in place of ["clone"]', (run) => expectRun(run).toHaveRun(['clone'])],
    ['step "test" began before "deploy" had ended', (run) => expectRun(run).toHaveRunInOrder(['deploy', 'test'])],
    ['there was no moment at which clone, test all ran', (run) => expectRun(run).toHaveRunTogether(['clone', 'test'])],
    ['the steps that were skipped: ["tell"] in place of []', (run) => expectRun(run).toHaveSkipped([])],
    ['the outcome of the run: "succeeded" in place of "failed"', (run) => expectRun(run).toHaveEnded('failed')],
    ['step "tell" has not run', (run) => expectRun(run).toHaveRunTogether(['tell'])],
    [
      'the end of step "test": {"state":"passed"} in place of {"state":"failed"}',
      (run) => expectRun(run).toHaveStep('test', { state: 'failed' }),
    ],
  ])('is told where it is not so: %s', async (message, expectation) => {
    const run = await simulate(pipelineOf());

    expect(() => expectation(run)).toThrow(message);
  });
});
