import { App } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { manifestOf, Pipeline, WorkflowError } from '../../src/index.js';

const STEP = { image: 'alpine', commands: ['true'] };

function kindsAndNames(objects: ReturnType<typeof manifestOf>): readonly string[] {
  return objects.map(
    ({ kind, metadata }) => `${kind} ${metadata.labels?.['podline.dev/step'] ?? metadata.labels?.['podline.dev/pipeline'] ?? ''}`,
  );
}

describe('manifestOf', () => {
  it('gives the objects of all pipelines of an app, in the order of the pipelines', () => {
    const app = new App();
    new Pipeline(app, 'one').step('build', STEP);
    new Pipeline(app, 'two').step('test', STEP);

    const objects = kindsAndNames(manifestOf(app));

    expect(objects.filter((object) => object.startsWith('Pod'))).toEqual(['Pod build', 'Pod test']);
    expect(objects).toContain('PersistentVolumeClaim two');
  });

  it('gives the objects of one pipeline alone', () => {
    const app = new App();
    new Pipeline(app, 'one').step('build', STEP);
    const two = new Pipeline(app, 'two');
    two.step('test', STEP);

    const objects = kindsAndNames(manifestOf(two));

    expect(objects.filter((object) => object.startsWith('Pod'))).toEqual(['Pod test']);
  });

  it('refuses a pipeline with a mistake', () => {
    const pipeline = new Pipeline(new App(), 'one');
    pipeline.step('build', { ...STEP, dependsOn: ['nobody'] });

    expect(() => manifestOf(pipeline)).toThrow(WorkflowError);
  });
});
