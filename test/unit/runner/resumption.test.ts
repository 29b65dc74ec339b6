import { describe, expect, it } from 'vitest';
import { planOf } from '../../../chaos/plan-of.js';
import type { ConfigMap, Pod } from '../../../src/contract/objects.js';
import { packPods } from '../../../src/runner/packed-pods.js';
import type { StepRecord } from '../../../src/runner/record.js';
import { resumptionOf } from '../../../src/runner/resumption.js';

const plan = planOf(
  `
skip_clone: true
steps:
  build: { image: alpine, commands: [make] }
  again: { image: alpine, commands: [make], retry: { limit: 1, on: failure }, depends_on: [] }
`,
  { namespace: 'ci', platform: 'linux/amd64' },
);
const build = plan.pipelines
  .flatMap(({ steps }) => steps.map(({ pod }) => pod))
  .find(({ metadata }) => metadata.name.includes('build')) as Pod;

/** What is found of a step with this record, and of its pod where that is there. */
function resumed(
  step: 'build' | 'again',
  record: StepRecord,
  { pod, isHeld = false }: { readonly pod?: Pod; readonly isHeld?: boolean } = {},
) {
  const root: ConfigMap = {
    ...plan.root,
    data: { ...plan.root.data, [`step.${step}`]: JSON.stringify(record) },
    binaryData: { 'pods.json.gz': packPods(plan) },
  };
  const pods = pod ? [pod] : [];
  return resumptionOf(root, { pods, held: new Set(isHeld ? pods : []), isForgotten: false }).steps.get(step);
}

describe('what was begun of a run', () => {
  it('holds the plan and everything that must exist before the first pod', () => {
    const root: ConfigMap = { ...plan.root, binaryData: { 'pods.json.gz': packPods(plan) } };

    const { plan: found, steps } = resumptionOf(root, { pods: [], held: new Set(), isForgotten: false });

    expect(found.pipelines).toEqual(plan.pipelines);
    expect(found.base.map(({ kind }) => kind)).toEqual(plan.base.map(({ kind }) => kind));
    expect(steps.size).toBe(0);
  });

  it('goes on with a pod that is there', () => {
    expect(resumed('build', { attempt: 1 }, { pod: build })).toMatchObject({ type: 'begun', attempt: 1, pod: build, isHeld: false });
  });

  it('holds a pod on whose script has not been let go', () => {
    expect(resumed('build', { attempt: 1, held: true }, { pod: build, isHeld: true })).toMatchObject({ type: 'begun', isHeld: true });
  });

  it('ends a pod as was written down before it was stopped', () => {
    const result = { state: 'canceled', reason: 'Canceled' } as const;

    expect(resumed('build', { attempt: 1, result }, { pod: build, isHeld: true })).toMatchObject({ type: 'begun', isHeld: false, result });
  });

  it('asks what became of a pod that was to be created and is not there', () => {
    expect(resumed('build', { attempt: 2 })).toEqual({ type: 'recorded', attempt: 2, isForgotten: false });
  });

  it('keeps the end of a step whose pod is gone', () => {
    const ended = resumed('build', { attempt: 1, result: { state: 'failed', exitCode: 3, reason: 'ExitCode' } });

    expect(ended).toMatchObject({ type: 'ended', result: { step: 'build', state: 'failed', exitCode: 3 } });
  });

  it('tries again what its rule tries again', () => {
    const failed = { state: 'failed', exitCode: 3, reason: 'ExitCode' } as const;

    expect(resumed('again', { attempt: 1, result: failed })).toEqual({ type: 'again', attempt: 1 });
    expect(resumed('again', { attempt: 2, result: failed })).toMatchObject({ type: 'ended' });
  });

  it('removes a pod that was to be given back', () => {
    expect(resumed('build', { attempt: 1, held: true, givenBack: true }, { pod: build })).toEqual({
      type: 'again',
      attempt: 1,
      pod: build,
    });
  });
});
