import { ApiObject, JsonPatch } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import type { Pipeline } from '../../../src/constructs/pipeline.js';
import { pipelineOf, podOf } from './synthesized.js';

function build(): { readonly pipeline: Pipeline; readonly step: ReturnType<Pipeline['step']> } {
  const pipeline = pipelineOf();
  return { pipeline, step: pipeline.step('test', { image: 'alpine' }) };
}

function specHash(pipeline: Pipeline): string | undefined {
  return podOf(pipeline, 'test').metadata.annotations?.['podline.dev/spec-hash'];
}

describe('the escape hatches of cdk8s', () => {
  it('patch a pod, whose spec hash is then another', () => {
    const { pipeline, step } = build();

    step.pod.addJsonPatch(JsonPatch.add('/spec/schedulerName', 'volcano'));

    expect(podOf(pipeline, 'test').spec).toMatchObject({ schedulerName: 'volcano' });
    expect(specHash(pipeline)).not.toBe(specHash(build().pipeline));
  });

  it('find the pod of a step by ApiObject.of', () => {
    const { pipeline, step } = build();

    ApiObject.of(step.pod).metadata.addAnnotation('example.com/note', 'hello');

    expect(podOf(pipeline, 'test').metadata.annotations).toMatchObject({ 'example.com/note': 'hello' });
    expect(specHash(pipeline)).toBe(specHash(build().pipeline));
  });

  it('patch claim and Service', () => {
    const { pipeline } = build();

    pipeline.volume.claim.addJsonPatch(JsonPatch.add('/spec/volumeMode', 'Filesystem'));

    expect(pipeline.toJson()).toContainEqual(
      expect.objectContaining({ kind: 'PersistentVolumeClaim', spec: expect.objectContaining({ volumeMode: 'Filesystem' }) }),
    );
  });

  it('add objects of any kind, which are no part of the run', () => {
    const { pipeline } = build();

    new ApiObject(pipeline, 'quota', { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'quota' } });

    expect(pipeline.toJson().at(-1)).toEqual({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'quota', namespace: 'woodpecker' },
    });
  });

  it('order objects where one depends on another', () => {
    const { pipeline } = build();
    const quota = new ApiObject(pipeline, 'quota', { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'quota' } });

    pipeline.volume.claim.addDependency(quota);

    const kinds = pipeline.toJson().map(({ kind }) => kind);
    expect(kinds.indexOf('ResourceQuota')).toBeLessThan(kinds.indexOf('PersistentVolumeClaim'));
  });
});
