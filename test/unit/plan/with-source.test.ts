import { describe, expect, it } from 'vitest';
import { isPod, type Pod } from '../../../src/contract/objects.js';
import type { PipelineDefinition } from '../../../src/model/pipeline.js';
import { readPlan } from '../../../src/plan/read-plan.js';
import { type RunPlan, stepsOf } from '../../../src/plan/run-plan.js';
import { withSource } from '../../../src/plan/with-source.js';
import { objectsOf, pipeline, step } from './definitions.js';

const OPTIONS = { image: 'busybox:stable-musl' };

function planOf(...pipelines: readonly PipelineDefinition[]): RunPlan {
  return readPlan(objectsOf(...pipelines)).plan;
}

function edges(plan: RunPlan): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(stepsOf(plan).map(({ id, dependsOn }) => [id, dependsOn]));
}

function podOf(plan: RunPlan, id: string): Pod {
  const found = stepsOf(plan).find((each) => each.id === id)?.pod;
  if (found === undefined) throw new Error(`no step "${id}"`);
  return found;
}

describe('a plan with a source', () => {
  it('begins with it in place of the clone steps', () => {
    const clone = step('clone', { kind: 'clone' });
    const db = step('db', { kind: 'service', detach: true, dependsOn: ['clone'] });
    const { plan, steps } = withSource(
      planOf(pipeline('build', [clone, db, step('a', { dependsOn: ['clone', 'db'] }), step('b', { dependsOn: ['a'] })])),
      OPTIONS,
    );

    expect(steps).toEqual(['source']);
    expect(edges(plan)).toEqual({ source: [], db: ['source'], a: ['db'], b: ['a'] });
  });

  it('begins with it where nothing was cloned', () => {
    const { plan } = withSource(planOf(pipeline('build', [step('a'), step('b')])), OPTIONS);

    expect(edges(plan)).toEqual({ source: [], a: ['source'], b: ['source'] });
  });

  it('has one for each pipeline, under a name that is free', () => {
    const { plan, steps } = withSource(planOf(pipeline('one', [step('a')]), pipeline('two', [step('source')])), OPTIONS);

    expect(steps).toEqual(['one/source', 'two/source-2']);
    expect(edges(plan)).toEqual({
      'one/source': [],
      'one/a': ['one/source'],
      'two/source-2': [],
      'two/source': ['two/source-2'],
    });
    const names = stepsOf(plan).map(({ pod }) => pod.metadata.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('leaves out pipelines without a volume, and names them', () => {
    const { plan, steps, without } = withSource(planOf(pipeline('build', [step('a')], { volume: 'none' })), OPTIONS);

    expect([edges(plan), steps, without]).toEqual([{ a: [] }, [], ['build']]);
  });

  it('is read back from its objects as it is: who takes over the run finds the same', () => {
    const given = planOf(pipeline('build', [step('clone', { kind: 'clone' }), step('a', { dependsOn: ['clone'] })]));
    const { plan } = withSource(given, OPTIONS);

    const { plan: again } = readPlan([plan.root, plan.lease, ...plan.base, ...stepsOf(plan).map(({ pod }) => pod)]);

    expect(again).toEqual(plan);
  });

  it('takes it as the user that the first step is, where that step runs, with nothing else of it', () => {
    const kubernetes = {
      securityContext: { runAsUser: 1000, fsGroup: 2000 },
      nodeSelector: { disk: 'fast' },
      tolerations: [{ key: 'ci', operator: 'Exists' as const }],
      serviceAccountName: 'deployer',
      resources: { limits: { memory: '1Gi', 'nvidia.com/gpu': '1' }, requests: { 'nvidia.com/gpu': '1' } },
      secrets: [{ name: 'token' }],
    };
    const given = planOf(
      pipeline('build', [
        step('a', { kubernetes, privileged: true, environment: { TOKEN: { from_secret: 'token' } }, volumes: ['cache:/cache'] }),
      ]),
    );
    const pod = podOf(withSource(given, OPTIONS).plan, 'source');
    const { spec } = pod;

    expect(spec).toMatchObject({
      securityContext: { runAsUser: 1000, fsGroup: 2000 },
      nodeSelector: { disk: 'fast' },
      tolerations: [{ key: 'ci' }],
      automountServiceAccountToken: false,
    });
    expect(spec.serviceAccountName).toBeUndefined();
    expect(spec.volumes?.map(({ name }) => name)).toEqual(['workspace']);
    const [container] = spec.containers;
    expect(container).toMatchObject({ image: OPTIONS.image, stdin: true, stdinOnce: true, resources: { limits: { memory: '1Gi' } } });
    expect(container?.securityContext).not.toHaveProperty('privileged');
    expect(JSON.stringify(pod)).not.toMatch(/gpu|token|cache|deployer/);
  });

  it('leaves the plan that was given as it was', () => {
    const given = planOf(pipeline('build', [step('clone', { kind: 'clone' }), step('a', { dependsOn: ['clone'] })]));
    const before = JSON.stringify(given);

    withSource(given, OPTIONS);

    expect(JSON.stringify(given)).toBe(before);
    expect([given.root, ...stepsOf(given).map(({ pod }) => pod)].filter(isPod)).toHaveLength(2);
  });
});
