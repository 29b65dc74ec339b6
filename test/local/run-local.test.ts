import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Pipeline } from '../../src/index.js';
import { runLocal } from '../../src/runner.js';
import { canShutIn } from './embedded-cluster.js';

const runtime = (await canShutIn()) ? 'process' : 'process-unsafe';

function pipelineOf(app = new App()): Pipeline {
  return new Pipeline(app, 'ci');
}

describe('runLocal', () => {
  it('runs the steps of a pipeline on one workspace and gives their logs', async () => {
    const pipeline = pipelineOf();
    const write = pipeline.step('write', { image: 'alpine', commands: ['echo hello > greeting'] });
    pipeline.step('read', { image: 'alpine', commands: ['cat greeting'], dependsOn: [write] });

    const { report, logs } = await runLocal(pipeline, { runtime });

    expect(report).toMatchObject({ outcome: 'succeeded', exitStatus: 0, leftovers: [] });
    expect(logs).toEqual({ write: ['+ echo hello > greeting'], read: ['+ cat greeting', 'hello'] });
  });

  it('gives the failure of a step as a result, and an empty log for a step that was skipped', async () => {
    const pipeline = pipelineOf();
    const fail = pipeline.step('fail', { image: 'alpine', commands: ['exit 7'] });
    pipeline.step('after', { image: 'alpine', commands: ['true'], dependsOn: [fail] });

    const { report, logs } = await runLocal(pipeline, { runtime });

    expect(report).toMatchObject({ outcome: 'failed', exitStatus: 1 });
    expect(report.steps).toMatchObject([
      { step: 'fail', state: 'failed', exitCode: 7 },
      { step: 'after', state: 'skipped', reason: 'Dependency' },
    ]);
    expect(logs.after).toEqual([]);
  });

  it('hands out secrets, and masks them in the logs', async () => {
    const pipeline = pipelineOf();
    const environment = { TOKEN: pipeline.secret('token') };
    pipeline.step('use', { image: 'alpine', environment, commands: ['test "$TOKEN" = hunter2', 'echo "it is $TOKEN"'] });

    const { report, logs } = await runLocal(pipeline, { runtime, secrets: { token: 'hunter2' } });

    expect(report.outcome).toBe('succeeded');
    expect(logs.use).toContain('it is ********');
  });

  it('copies the source into the workspace, in place of what clone steps would bring', async () => {
    const source = await mkdtemp(join(tmpdir(), 'podline-source-'));
    await writeFile(join(source, 'file'), 'content\n');
    const pipeline = pipelineOf();
    pipeline.clone('clone', { image: 'plugin-git' });
    pipeline.step('read', { image: 'alpine', commands: ['cat file'] });

    const { report, logs } = await runLocal(pipeline, { runtime, source }).finally(() => rm(source, { recursive: true }));

    expect(report.steps.map(({ step }) => step)).toEqual(['read']);
    expect(logs.read).toEqual(['+ cat file', 'content']);
  });

  it('runs all pipelines of an app as one run', async () => {
    const app = new App();
    const first = new Pipeline(app, 'first');
    first.step('build', { image: 'alpine', commands: ['true'] });
    new Pipeline(app, 'second', { dependsOn: [first] }).step('test', { image: 'alpine', commands: ['true'] });

    const { report } = await runLocal(app, { runtime });

    expect(report.steps.map(({ step, state }) => `${step} ${state}`)).toEqual(['first/build passed', 'second/test passed']);
  });
});
