import { App, Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Pipeline, type PipelineProps } from '../../../src/constructs/pipeline.js';
import type { StepPodProps } from '../../../src/constructs/step-pod.js';
import { isPod, type KubeObject } from '../../../src/contract/objects.js';
import { objectOf, pipelineOf } from './synthesized.js';

const image = 'alpine';

function runOf(object: KubeObject | undefined): string {
  return object?.metadata.labels?.['podline.dev/run'] ?? '';
}

function namesOf(objects: readonly KubeObject[]): readonly string[] {
  return objects.map(({ kind, metadata }) => `${kind} ${metadata.name.replace(/^pl-\w{10}/, 'pl-R')}`);
}

/** Run id of a pipeline with one step. */
function runIdOf(props: PipelineProps = {}, step: Partial<StepPodProps> = {}, name = 'test'): string {
  const build = pipelineOf(props);
  build.step(name, { image, ...step });
  return runOf(build.toJson()[0]);
}

describe('the manifest of a pipeline', () => {
  const build = pipelineOf({ volume: { size: Size.gibibytes(5), storageClass: 'fast' } });
  build.service('db', { image });
  build.step('test', { image });
  const objects = build.toJson();

  it('holds root, Lease, claim, network, and a pod for each step, in the order they were written', () => {
    expect(namesOf(objects)).toEqual([
      'ConfigMap pl-R',
      'Lease pl-R',
      'PersistentVolumeClaim pl-R-build',
      'Service pl-R-build',
      'Pod pl-R-db-1',
      'Pod pl-R-test-1',
    ]);
  });

  it('labels every object with who made it and with its run, all but root and Lease with the pipeline', () => {
    for (const { metadata } of objects)
      expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/managed-by': 'podline', 'podline.dev/run': runOf(objects[0]) });
    expect(objects.map(({ metadata }) => metadata.labels?.['podline.dev/pipeline'])).toEqual([
      undefined,
      undefined,
      ...Array(4).fill('build'),
    ]);
    expect(runOf(objects[0])).toMatch(/^[0-9a-hjkmnp-tv-z]{10}$/);
  });

  it('has the plan in its root', () => {
    expect(JSON.parse((objects[0] as { data?: Record<string, string> }).data?.['plan.json'] ?? '')).toEqual({
      format: 1,
      pipelines: [{ name: 'build', dependsOn: [], runOn: ['success'], steps: ['db', 'test'] }],
    });
  });

  it('claims the volume that was asked for', () => {
    expect(objectOf(build, 'PersistentVolumeClaim')).toMatchObject({
      spec: { accessModes: ['ReadWriteMany'], storageClassName: 'fast', resources: { requests: { storage: '5Gi' } } },
    });
  });

  it('has a headless Service that finds all pods of the pipeline, ready or not', () => {
    expect(objectOf(build, 'Service')).toMatchObject({
      spec: {
        clusterIP: 'None',
        publishNotReadyAddresses: true,
        selector: { 'podline.dev/run': runOf(objects[0]), 'podline.dev/pipeline': 'build' },
      },
    });
  });

  it('is the same each time', () => {
    expect(JSON.stringify(build.toJson())).toBe(JSON.stringify(objects));
  });

  it('knows nothing of the id that constructs have before synthesis', () => {
    expect(JSON.stringify(objects)).not.toContain('0000000000');
  });
});

describe('a long script', () => {
  const build = pipelineOf();
  build.step('test', { image, commands: ['#'.repeat(100 * 1024)] });
  const config = build.toJson().find(({ metadata }) => metadata.name.endsWith('-c'));
  const pod = build.toJson().find(isPod);

  it('is in an immutable ConfigMap of the pipeline', () => {
    expect(config).toMatchObject({ kind: 'ConfigMap', immutable: true, data: { script: expect.stringContaining('###') } });
    expect(config?.metadata.labels).toMatchObject({ 'podline.dev/pipeline': 'build' });
  });

  it('is mounted and run from there', () => {
    expect(pod?.spec.volumes).toContainEqual({ name: 'script', configMap: { name: config?.metadata.name } });
    expect(pod?.spec.containers[0]).toMatchObject({ volumeMounts: [{}, { name: 'script', mountPath: '/run/podline', readOnly: true }] });
    expect(pod?.spec.containers[0]?.command?.at(-1)).toBe('/run/podline/script');
  });
});

describe('the run id of a synthesis', () => {
  it('is the same for the same pipeline', () => {
    expect(runIdOf({ environment: { A: '1' } }, { commands: ['ls'] })).toBe(runIdOf({ environment: { A: '1' } }, { commands: ['ls'] }));
  });

  it.each<[string, () => string]>([
    ['name of a step', () => runIdOf({}, {}, 'other')],
    ['image', () => runIdOf({}, { image: 'busybox' })],
    ['command', () => runIdOf({}, { commands: ['ls'] })],
    ['variable of a step', () => runIdOf({}, { environment: { A: 1 } })],
    ['option for the pod', () => runIdOf({}, { kubernetes: { hostUsers: false } })],
    ['policy', () => runIdOf({}, { failure: 'ignore' })],
    ['variable of the pipeline', () => runIdOf({ environment: { A: '1' } })],
    ['namespace', () => runIdOf({ namespace: 'ci' })],
    ['platform', () => runIdOf({ platform: 'linux/arm64' })],
    ['workspace', () => runIdOf({ workspace: { path: '' } })],
    ['size of the volume', () => runIdOf({ volume: { size: '1G' } })],
    ['storage class', () => runIdOf({ volume: { storageClass: 'fast' } })],
    ['access mode', () => runIdOf({ volume: { accessMode: 'ReadWriteOnce' } })],
    ['state to run in', () => runIdOf({ runOn: ['failure'] })],
  ])('is another for another %s', (_, other) => {
    expect(other()).not.toBe(runIdOf());
  });

  it('is another for another dependency', () => {
    const idOf = (dependsOn: readonly string[]) => {
      const build = pipelineOf();
      for (const name of ['a', 'b']) build.step(name, { image });
      build.step('c', { image, dependsOn });
      return runOf(build.toJson()[0]);
    };

    expect(idOf(['a'])).not.toBe(idOf(['b']));
  });

  it('is another once a step is added', () => {
    const build = pipelineOf();
    build.step('a', { image });
    const before = runOf(build.toJson()[0]);

    build.step('b', { image });

    expect(runOf(build.toJson()[0])).not.toBe(before);
  });

  it('is another where steps stand in another order', () => {
    const idOf = (...names: string[]) => {
      const build = pipelineOf();
      for (const name of names) build.step(name, { image });
      return runOf(build.toJson()[0]);
    };

    expect(idOf('a', 'b')).not.toBe(idOf('b', 'a'));
  });
});

describe('several pipelines of an app', () => {
  function pipelines(...names: string[]): readonly Pipeline[] {
    const app = new App();
    return names.map((name) => {
      const pipeline = new Pipeline(app, name, { platform: 'linux/amd64' });
      pipeline.step('test', { image });
      return pipeline;
    });
  }

  it('are one run, whose root and Lease are in the manifest of the first', () => {
    const manifests = pipelines('build', 'deploy').map((pipeline) => pipeline.toJson());

    expect(new Set(manifests.flat().map(runOf)).size).toBe(1);
    expect(manifests.map((objects) => objects.map(({ kind }) => kind))).toEqual([
      ['ConfigMap', 'Lease', 'PersistentVolumeClaim', 'Service', 'Pod'],
      ['PersistentVolumeClaim', 'Service', 'Pod'],
    ]);
  });

  it('have different run ids in different apps with different content', () => {
    expect(runOf(pipelines('build', 'deploy')[0]?.toJson()[0])).not.toBe(runOf(pipelines('build')[0]?.toJson()[0]));
  });

  it.each([
    [['build', 'deploy']],
    [['Build', 'build', 'BUILD']],
    [['a b', 'a-b', 'a.b', 'a_b']],
    [['x'.repeat(20), 'x'.repeat(21), 'x'.repeat(80)]],
    [['测试', 'тест']],
  ])('have names and labels of their own: %j', (names) => {
    const objects = pipelines(...names).flatMap((pipeline) => pipeline.toJson());

    expect(new Set(namesOf(objects)).size).toBe(objects.length);
    expect(
      new Set(objects.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.labels?.['podline.dev/pipeline'])).size,
    ).toBe(names.length);
  });

  it('may depend on each other, by construct or by name', () => {
    const app = new App();
    const [build, deploy] = [new Pipeline(app, 'build'), new Pipeline(app, 'deploy', { dependsOn: ['build'], runOn: ['failure'] })];
    const report = new Pipeline(app, 'report', { dependsOn: [build, deploy] });
    for (const pipeline of [build, deploy, report]) pipeline.step('test', { image });

    const root = build.toJson()[0] as { data?: Record<string, string> };

    expect(JSON.parse(root.data?.['plan.json'] ?? '')).toMatchObject({
      pipelines: [{ dependsOn: [] }, { dependsOn: ['build'], runOn: ['failure'] }, { dependsOn: ['build', 'deploy'] }],
    });
  });
});
