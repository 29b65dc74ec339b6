import { type Diagnostic, WorkflowError } from '../errors.js';
import type { PipelineDefinition } from '../model/pipeline.js';
import type { CompiledWorkflow } from './compiled-workflow.js';
import { type WorkflowInput, withInputDefaults } from './input.js';
import { linkWorkflows } from './link-workflows.js';
import { readFiles } from './read-file.js';
import type { Source } from './source.js';

export type { CompiledWorkflow } from './compiled-workflow.js';
export type { SecretRule, WorkflowInput } from './input.js';
export { workflowName } from './workflow-name.js';

/** What workflow files say. */
export interface Workflows {
  /** In the order of a run: by file name, then axis. */
  readonly workflows: readonly CompiledWorkflow[];
  /** Those of the workflows. */
  readonly pipelines: readonly PipelineDefinition[];
  /** What the files have beside, and is not for this run. */
  readonly leftOut: readonly LeftOut[];
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A workflow that does not take part in a run, or steps that do not on any of its axes. */
export interface LeftOut {
  readonly workflow: string;
  /** Absent where nothing of the workflow takes part. */
  readonly steps?: readonly string[];
}

/**
 * Reads workflow files that make one run together. Those that are not for this run are left out.
 *
 * @throws WorkflowError with all that was found in all files, if any of it is an error
 * @example
 * ```ts
 * const { pipelines } = readWorkflows([await readSource('.woodpecker/build.yaml')], {
 *   metadata: manualMetadata({ platform: 'linux/amd64' }),
 * });
 * ```
 */
export function readWorkflows(sources: readonly Source[], given: WorkflowInput): Workflows {
  const input = withInputDefaults(given);
  const ordered = [...sources].sort((a, b) => (a.file < b.file ? -1 : 1));
  const files = readFiles(ordered, input);
  const workflows = linkWorkflows(files, input);
  const diagnostics = files.flatMap((file) => file.diagnostics.list());
  if (diagnostics.some(({ severity }) => severity === 'error')) throw new WorkflowError(diagnostics);
  const leftOut = files.flatMap(({ name }) => leftOutWorkflow(name, workflows));
  return { workflows, pipelines: workflows.map(({ pipeline }) => pipeline), leftOut, diagnostics };
}

function leftOutWorkflow(workflow: string, compiled: readonly CompiledWorkflow[]): readonly LeftOut[] {
  const [first, ...others] = compiled.filter(({ name }) => name === workflow);
  if (first === undefined) return [{ workflow }];
  const steps = first.leftOut.filter((step) => others.every(({ leftOut }) => leftOut.includes(step)));
  return steps.length > 0 ? [{ workflow, steps }] : [];
}
