import { describe, expect, it } from 'vitest';
import type { PipelineVolumeOption } from '../../../src/constructs/pipeline-volume.js';
import { readPlan } from '../../../src/plan/read-plan.js';
import { pipelinesOf } from '../workflow/read.js';
import { pipelineOf, podOf, problemsOf } from './synthesized.js';

function build(volume: PipelineVolumeOption) {
  const pipeline = pipelineOf({ volume });
  pipeline.step('test', { image: 'alpine', commands: ['ls'] });
  return pipeline;
}

const kinds = (volume: PipelineVolumeOption) =>
  build(volume)
    .toJson()
    .map(({ kind }) => kind);
const workspace = (volume: PipelineVolumeOption) => podOf(build(volume), 'test').spec.volumes;

describe('the volume of a pipeline', () => {
  it('is a claim of its own', () => {
    expect(kinds({})).toContain('PersistentVolumeClaim');
    expect(workspace({ size: '1Gi' })).toEqual([
      { name: 'workspace', persistentVolumeClaim: { claimName: expect.stringMatching(/^pl-/) } },
    ]);
  });

  it('may be a claim that exists, which is not made', () => {
    expect(kinds({ existingClaim: 'cache' })).not.toContain('PersistentVolumeClaim');
    expect(workspace({ existingClaim: 'cache' })).toEqual([{ name: 'workspace', persistentVolumeClaim: { claimName: 'cache' } }]);
  });

  it('may be none: each pod has an empty folder', () => {
    const pod = podOf(build('none'), 'test');

    expect(kinds('none')).not.toContain('PersistentVolumeClaim');
    expect(pod.spec).toMatchObject({
      volumes: [{ name: 'workspace', emptyDir: {} }],
      containers: [{ volumeMounts: [{ name: 'workspace', mountPath: '/woodpecker' }] }],
    });
  });

  it('binds no pod to a node where there is none', () => {
    const pipeline = pipelineOf({ volume: 'none' }, { storageRwx: false });
    pipeline.step('test', { image: 'alpine' });

    expect(podOf(pipeline, 'test').spec).not.toHaveProperty('affinity');
  });

  it.each<PipelineVolumeOption>(['none', { existingClaim: 'cache' }])('%j makes a plan that can be read back', (volume) => {
    expect(readPlan(build(volume).toJson()).plan.base.map(({ kind }) => kind)).toEqual(['Service']);
  });

  it.each<[PipelineVolumeOption, string]>([
    [{ existingClaim: 'My Claim' }, '"My Claim" is not the name of a PersistentVolumeClaim'],
    [{ existingClaim: 'cache', size: '1Gi' }, 'the claim "cache" exists: it has a size and a storage class already'],
  ])('%j is wrong', (volume, problem) => {
    expect(problemsOf(build(volume))).toEqual([`[build/$volume] ${problem}`]);
  });

  it.each([
    ['none', 'none'],
    ['cache', { existingClaim: 'cache' }],
  ])('is %j where a file says so', (text, volume) => {
    expect(pipelinesOf(`workspace: { volume: ${text} }\nskip_clone: true\nsteps: [{ image: a }]`)[0]).toMatchObject({ volume });
  });
});
