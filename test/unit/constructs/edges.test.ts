import { App } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Pipeline } from '../../../src/constructs/pipeline.js';
import { StepPod } from '../../../src/constructs/step-pod.js';
import { pipelineOf, podsOf, problemsOf } from './synthesized.js';

const image = 'alpine';

/** What each step waits for, as the manifest says. */
function edgesOf(pipeline: Pipeline): Record<string, unknown> {
  return Object.fromEntries(
    podsOf(pipeline).map(({ metadata: { annotations = {} } }) => [
      annotations['podline.dev/step'],
      JSON.parse(annotations['podline.dev/depends-on'] ?? ''),
    ]),
  );
}

describe('the edges of a pipeline', () => {
  it('are none between steps that name no dependency', () => {
    const build = pipelineOf();
    build.step('a', { image });
    build.step('b', { image });

    expect(edgesOf(build)).toEqual({ a: [], b: [] });
  });

  it('lead from clone steps, one after the other, to services to steps, whatever the order they were written in', () => {
    const build = pipelineOf();
    build.step('test', { image });
    build.service('db', { image });
    build.clone('clone', { image });
    build.service('cache', { image });
    build.clone('submodules', { image });

    expect(edgesOf(build)).toEqual({
      clone: [],
      submodules: ['clone'],
      db: ['submodules'],
      cache: ['submodules'],
      test: ['submodules', 'db', 'cache'],
    });
  });

  it('are those that a step names, by construct or by name, each once', () => {
    const build = pipelineOf();
    build.service('db', { image });
    const a = build.step('a', { image });
    build.step('b', { image, dependsOn: [a, 'a', 'c'] });
    build.step('c', { image });

    expect(edgesOf(build)).toMatchObject({ a: ['db'], b: ['a', 'c'], c: ['db'] });
  });

  it('follow a chain, the first of which still waits for clone steps and services', () => {
    const build = pipelineOf();
    const steps = ['a', 'b', 'c'].map((name) => build.step(name, { image }));

    build.chain(...steps);
    build.clone('clone', { image });
    build.service('db', { image });

    expect(edgesOf(build)).toMatchObject({ a: ['clone', 'db'], b: ['a'], c: ['b'] });
  });

  it('can be added later', () => {
    const build = pipelineOf();
    const first = build.step('first', { image });
    const last = build.step('last', { image });

    first.addDependency(last);

    expect(edgesOf(build)).toEqual({ first: ['last'], last: [] });
  });

  it('are the same for a step that was made as a construct', () => {
    const build = pipelineOf();
    build.clone('clone', { image });

    const step = new StepPod(build, 'test', { image });

    expect(step.name).toBe('test');
    expect(edgesOf(build)).toMatchObject({ test: ['clone'] });
  });

  it('may be so many that the number of paths is astronomical', () => {
    const build = pipelineOf();
    const steps: StepPod[] = [];
    for (let index = 0; index < 100; index++) steps.push(build.step(`s${index}`, { image, dependsOn: steps.slice(-4) }));

    expect(edgesOf(build)).toMatchObject({ s99: ['s95', 's96', 's97', 's98'] });
  });

  it('cannot lead to a step of another pipeline', () => {
    const app = new App();
    const other = new Pipeline(app, 'other').step('test', { image });
    const build = new Pipeline(app, 'build');
    build.step('test', { image });
    build.step('deploy', { image, dependsOn: [other] });

    expect(problemsOf(build)).toEqual(['[build] "deploy" depends on "other/test", which does not exist']);
  });
});
