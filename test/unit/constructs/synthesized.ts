import { App } from 'cdk8s';
import { AgentConfig, type AgentConfigProps } from '../../../src/constructs/agent-config.js';
import { Pipeline, type PipelineProps } from '../../../src/constructs/pipeline.js';
import type { StepPodProps } from '../../../src/constructs/step-pod.js';
import { isPod, type KubeObject, type Pod } from '../../../src/contract/objects.js';
import { WorkflowError } from '../../../src/errors.js';

/** A pipeline in an app of its own, on a platform that no machine changes. */
export function pipelineOf(props: PipelineProps = {}, settings?: AgentConfigProps): Pipeline {
  const app = new App();
  if (settings) new AgentConfig(app, 'agent', settings);
  return new Pipeline(app, 'build', { platform: 'linux/amd64', ...props });
}

export function podsOf(pipeline: Pipeline): readonly Pod[] {
  return pipeline.toJson().filter(isPod);
}

/** The pod of a step, found by its exact name. */
export function podOf(pipeline: Pipeline, step: string): Pod {
  const pod = podsOf(pipeline).find(({ metadata }) => metadata.annotations?.['podline.dev/step'] === step);
  if (!pod) throw new Error(`no pod of step ${step}`);
  return pod;
}

export function objectOf(pipeline: Pipeline, kind: string): KubeObject {
  const [object, ...others] = pipeline.toJson().filter((each) => each.kind === kind);
  if (!object || others.length > 0) throw new Error(`${others.length + 1} objects of kind ${kind}`);
  return object;
}

/** The pod of the only step of a pipeline. */
export function stepPod(
  props: Partial<StepPodProps>,
  { pipeline = {}, settings }: { pipeline?: PipelineProps; settings?: AgentConfigProps } = {},
): Pod {
  const build = pipelineOf(pipeline, settings);
  build.step('test', { image: 'alpine', ...props });
  return podOf(build, 'test');
}

/** All that is wrong with a pipeline. */
export function problemsOf(pipeline: Pipeline): readonly string[] {
  try {
    pipeline.toJson();
    return [];
  } catch (error) {
    if (error instanceof WorkflowError) return error.diagnostics.map(({ message }) => message);
    throw error;
  }
}
