import { describe, expect, it } from 'vitest';
import { isPod } from '../../../src/contract/objects.js';
import { fromStep } from '../../../src/plan/from-step.js';
import { readPlan } from '../../../src/plan/read-plan.js';
import { stepsOf } from '../../../src/plan/run-plan.js';
import { objectsOf, pipeline, step } from './definitions.js';

const RUN = 'abcdefghjk';

const BUILD = pipeline('build', [
  step('clone', { kind: 'clone' }),
  step('db', { kind: 'service', detach: true, dependsOn: ['clone'] }),
  step('install', { dependsOn: ['clone', 'db'] }),
  step('test', { dependsOn: ['install'] }),
  step('lint', { dependsOn: ['install'] }),
  step('report', { dependsOn: ['test', 'lint'] }),
]);

describe('fromStep', () => {
  it('keeps the step, what comes after it, and services', () => {
    expect(stepsFrom('test', ['clone', 'install', 'test', 'lint', 'report'])).toEqual({ db: [], test: [], report: ['test'] });
  });

  it('runs what did not pass as well, so that nothing goes on over a failure', () => {
    expect(stepsFrom('test', ['clone', 'install', 'test'])).toEqual({ db: [], test: [], lint: [], report: ['test', 'lint'] });
  });

  it('is on the volume of the run before, and makes none', () => {
    const { plan } = readPlan(objectsOf(BUILD));

    const objects = fromStep(plan, { from: 'test', passed: new Set(['clone', 'install']), run: RUN });

    const claims = objects.filter(isPod).flatMap(({ spec }) => spec.volumes?.map((volume) => volume.persistentVolumeClaim?.claimName));
    expect(new Set(claims)).toEqual(new Set([`pl-${plan.run}-build`]));
    expect(objects.map(({ kind }) => kind)).not.toContain('PersistentVolumeClaim');
    expect(objects.every(({ metadata }) => metadata.name.startsWith(`pl-${RUN}`))).toBe(true);
  });

  it('runs pipelines that depend on the one of the step, and leaves out those that passed', () => {
    const deploy = pipeline('deploy', [step('push')], { dependsOn: ['build', 'docs'] });
    const { plan } = readPlan(objectsOf(BUILD, pipeline('docs', [step('render')]), deploy));
    const passed = new Set(stepsOf(plan).map(({ id }) => id));

    const again = readPlan(fromStep(plan, { from: 'build/report', passed, run: RUN })).plan;

    expect(again.pipelines.map(({ name, dependsOn }) => [name, dependsOn])).toEqual([
      ['build', []],
      ['deploy', ['build']],
    ]);
    expect(stepsOf(again).map(({ id }) => id)).toEqual(['build/db', 'build/report', 'deploy/push']);
  });
});

/** The steps that are run again, and what each waits for. */
function stepsFrom(from: string, passed: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const { plan } = readPlan(objectsOf(BUILD));
  const again = readPlan(fromStep(plan, { from, passed: new Set(passed), run: RUN })).plan;
  return Object.fromEntries(stepsOf(again).map(({ id, dependsOn }) => [id, dependsOn.filter((each) => each !== 'db')]));
}
