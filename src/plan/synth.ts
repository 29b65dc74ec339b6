import { App, Duration } from 'cdk8s';
import { AgentConfig } from '../constructs/agent-config.js';
import { Pipeline } from '../constructs/pipeline.js';
import { assertValid } from '../constructs/validation.js';
import type { KubeObject } from '../contract/objects.js';
import type { AgentSettings } from '../model/agent-settings.js';
import type { PipelineDefinition } from '../model/pipeline.js';

/** What a synthesis takes beside the pipelines. */
export interface SynthOptions {
  readonly settings: AgentSettings;
  /** `os/arch` of the nodes. */
  readonly platform: string;
}

/** The manifest of each pipeline, by the pipeline's name; together they are one run. */
export type Manifests = ReadonlyMap<string, readonly KubeObject[]>;

/**
 * Makes pipelines into manifests.
 *
 * @throws WorkflowError with all that is wrong in any of them
 */
export function synthesize(pipelines: readonly PipelineDefinition[], options: SynthOptions): Manifests {
  const app = new App();
  new AgentConfig(app, '$agent', options.settings);
  const charts = pipelines.map((definition) => addPipeline(app, definition, options.platform));
  assertValid(app);
  return new Map(charts.map((chart) => [chart.name, chart.toJson()]));
}

/** Adds a pipeline to an app, as one would by hand. */
export function addPipeline(app: App, definition: PipelineDefinition, platform: string): Pipeline {
  const { name, workspace, environment, dependsOn, runOn, steps } = definition;
  const pipeline = new Pipeline(app, name, { workspace, environment, dependsOn, runOn, platform });
  for (const { name: id, kind, timeoutSeconds, retry, ...options } of steps) {
    const timeout = timeoutSeconds === undefined ? undefined : Duration.seconds(timeoutSeconds);
    const limits = { timeout, retry: retry && { ...retry, backoff: Duration.seconds(retry.backoffSeconds) } };
    if (kind === 'service') pipeline.service(id, options);
    else if (kind === 'clone') pipeline.clone(id, { ...options, ...limits });
    else pipeline.step(id, { ...options, ...limits });
  }
  return pipeline;
}
