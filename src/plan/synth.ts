import { App, Duration } from 'cdk8s';
import { AgentConfig } from '../constructs/agent-config.js';
import { Pipeline } from '../constructs/pipeline.js';
import type { StepReady } from '../constructs/step-limits.js';
import { assertValid } from '../constructs/validation.js';
import type { KubeObject } from '../contract/objects.js';
import type { AgentSettings } from '../model/agent-settings.js';
import type { PipelineDefinition } from '../model/pipeline.js';
import type { ReadyRule } from '../model/ready.js';

/** What a synthesis takes beside the pipelines. */
export interface SynthOptions {
  readonly settings: AgentSettings;
  /** `os/arch` of the nodes. @default - that of the settings */
  readonly platform?: string;
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

function readyOf({ timeoutSeconds, ...check }: ReadyRule): StepReady {
  return { ...check, timeout: Duration.seconds(timeoutSeconds) };
}

/** Adds a pipeline to an app, as one would by hand. */
export function addPipeline(app: App, definition: PipelineDefinition, platform?: string): Pipeline {
  const { name, steps, ...props } = definition;
  const pipeline = new Pipeline(app, name, { ...props, platform });
  for (const { name: id, kind, timeoutSeconds, retry, ready: rule, ...options } of steps) {
    const timeout = timeoutSeconds === undefined ? undefined : Duration.seconds(timeoutSeconds);
    const limits = { timeout, retry: retry && { ...retry, backoff: Duration.seconds(retry.backoffSeconds) } };
    const ready = rule && readyOf(rule);
    if (kind === 'service') pipeline.service(id, { ...options, ready });
    else if (kind === 'clone') pipeline.clone(id, { ...options, ...limits });
    else pipeline.step(id, { ...options, ...limits, ready });
  }
  return pipeline;
}
