import { describe, expect, it } from 'vitest';
import { readPlan } from '../../../src/plan/read-plan.js';
import { type RunPlan, stepsOf } from '../../../src/plan/run-plan.js';
import { stampPlan } from '../../../src/plan/stamp-plan.js';
import { objectsOf, pipeline, step } from './definitions.js';

const { plan } = readPlan(
  objectsOf(
    pipeline('build', [
      step('test', { environment: { TOKEN: { from_secret: 'token' } } }),
      step('lint', { commands: ['x'.repeat(100 * 1024)], dependsOn: ['test'] }),
    ]),
    pipeline('deploy', [step('test')], { dependsOn: ['build'] }),
  ),
);

function objects({ root, lease, base, ...plan }: RunPlan) {
  return [root, lease, ...base, ...stepsOf({ root, lease, base, ...plan }).map(({ pod }) => pod)];
}

describe('stampPlan', () => {
  const stamped = stampPlan(plan, { run: 'bbbbbbbbbb' });

  it('leaves no trace of the old run id', () => {
    expect(JSON.stringify(stamped)).not.toContain(plan.run);
    expect(stamped.run).toBe('bbbbbbbbbb');
  });

  it('changes nothing but the run id', () => {
    expect(JSON.parse(JSON.stringify(stamped).replaceAll('bbbbbbbbbb', plan.run))).toEqual(JSON.parse(JSON.stringify(plan)));
  });

  it('makes a plan that reads back as the same', () => {
    expect(readPlan(objects(stamped)).plan).toEqual(stamped);
  });

  it('keeps the namespace where none is given', () => {
    expect(stamped.namespace).toBe('woodpecker');
  });

  it('moves every object to another namespace, and the names by which the pods find each other', () => {
    const moved = stampPlan(plan, { run: plan.run, namespace: 'ci' });

    expect(moved.namespace).toBe('ci');
    expect(objects(moved).map(({ metadata }) => metadata.namespace)).toEqual(objects(plan).map(() => 'ci'));
    expect(stepsOf(moved).map(({ pod }) => pod.spec.dnsConfig?.searches)).toEqual([
      [`pl-${plan.run}-build.ci.svc.cluster.local`],
      [`pl-${plan.run}-build.ci.svc.cluster.local`],
      [`pl-${plan.run}-deploy.ci.svc.cluster.local`],
    ]);
  });

  it('leaves the plan that it was given', () => {
    const before = JSON.stringify(plan);

    stampPlan(plan, { run: 'bbbbbbbbbb', namespace: 'ci' });

    expect(JSON.stringify(plan)).toBe(before);
  });
});
