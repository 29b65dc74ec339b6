import type { App } from 'cdk8s';
import { Pipeline } from './constructs/pipeline.js';
import type { KubeObject } from './contract/objects.js';

/**
 * The manifest of an app's pipelines, or of one pipeline, as plain objects to compare with in a unit test.
 *
 * @throws WorkflowError with all that is wrong in any of them
 */
export function manifestOf(scope: App | Pipeline): readonly KubeObject[] {
  const pipelines = scope.node.findAll().filter((construct) => construct instanceof Pipeline);
  return pipelines.flatMap((pipeline) => pipeline.toJson());
}
