import { App, Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { AgentConfig } from '../../../src/constructs/agent-config.js';
import { Pipeline } from '../../../src/constructs/pipeline.js';
import { WorkflowError } from '../../../src/errors.js';
import { DEFAULT_AGENT_SETTINGS } from '../../../src/model/default-settings.js';
import type { PipelineDefinition } from '../../../src/model/pipeline.js';
import { DEFAULT_RETRY_CAUSES } from '../../../src/model/retry.js';
import { synthesize } from '../../../src/plan/synth.js';
import { pipeline, step } from './definitions.js';

const OPTIONS = { settings: { ...DEFAULT_AGENT_SETTINGS, namespace: 'ci' }, platform: 'linux/arm64' };

function errorOf(...pipelines: readonly PipelineDefinition[]): unknown {
  try {
    return synthesize(pipelines, OPTIONS);
  } catch (error) {
    return error;
  }
}

describe('synthesize', () => {
  it('makes a manifest for each pipeline, under its name and in the order given', () => {
    expect([...synthesize([pipeline('b', [step('x')]), pipeline('a', [step('x')])], OPTIONS).keys()]).toEqual(['b', 'a']);
  });

  it('makes the same of a definition as of constructs', () => {
    const app = new App();
    new AgentConfig(app, 'agent', OPTIONS.settings);
    const build = new Pipeline(app, 'build', { platform: 'linux/arm64', environment: { CI: 'woodpecker' } });
    build.clone('clone', { image: 'git', settings: { depth: '0' }, timeout: Duration.minutes(2), retry: 3 });
    build.service('db', { image: 'postgres', environment: { A: 1 } });
    const test = build.step('test', { image: 'alpine', commands: ['true'] });
    build.step('report', { image: 'alpine', commands: ['true'], dependsOn: [test], runOn: ['failure'], failure: 'ignore', detach: true });

    const manifests = synthesize(
      [
        pipeline(
          'build',
          [
            step('clone', {
              kind: 'clone',
              image: 'git',
              commands: undefined,
              settings: { depth: '0' },
              timeoutSeconds: 120,
              retry: { limit: 3, on: DEFAULT_RETRY_CAUSES, backoffSeconds: 0 },
            }),
            step('db', {
              kind: 'service',
              image: 'postgres',
              commands: undefined,
              environment: { A: 1 },
              dependsOn: ['clone'],
              detach: true,
            }),
            step('test', { dependsOn: ['clone', 'db'] }),
            step('report', { dependsOn: ['test'], runOn: ['failure'], failure: 'ignore', detach: true }),
          ],
          { environment: { CI: 'woodpecker' } },
        ),
      ],
      OPTIONS,
    );

    const withoutRun = (objects: unknown) =>
      JSON.stringify(objects)
        .replaceAll(/pl-\w{10}/g, 'pl-R')
        .replaceAll(/("podline.dev\/run":")\w{10}/g, '$1R');
    expect(withoutRun(manifests.get('build'))).toBe(withoutRun(build.toJson()));
  });

  it('makes the same each time', () => {
    const manifests = () => JSON.stringify([...synthesize([pipeline('build', [step('a'), step('b')])], OPTIONS)]);

    expect(manifests()).toBe(manifests());
  });

  it('throws one error with all that is wrong', () => {
    const error = errorOf(
      pipeline('build', [step('a', { image: '' }), step('b', { ports: ['x'] })]),
      pipeline('deploy', [], { dependsOn: ['x'] }),
    );

    expect(error).toBeInstanceOf(WorkflowError);
    expect((error as WorkflowError).diagnostics.map(({ message }) => message).sort()).toEqual([
      '[build/$run] the pipelines: "deploy" depends on "x", which does not exist',
      '[build/a] "" is not the name of an image',
      '[build/b] port "x" is not a number up to 65535, or number/protocol',
      '[deploy] a pipeline needs at least one step',
    ]);
  });

  it.each(['$agent', '$volume', 'a/b', 'node_modules'])('takes a pipeline of any name, such as %s', (name) => {
    expect([...synthesize([pipeline(name, [step('x')])], OPTIONS).keys()]).toEqual([name]);
  });
});
