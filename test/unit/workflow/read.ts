import { WorkflowError } from '../../../src/errors.js';
import type { AgentSettings } from '../../../src/model/agent-settings.js';
import type { Metadata } from '../../../src/model/metadata.js';
import { manualMetadata } from '../../../src/model/metadata.js';
import type { PipelineDefinition, StepDefinition } from '../../../src/model/pipeline.js';
import { readWorkflows, type WorkflowInput, type Workflows } from '../../../src/workflow/read-workflows.js';
import { createSource } from '../../../src/workflow/source.js';

const metadata = manualMetadata({ platform: 'linux/amd64' });

/** Metadata of a push to main. */
export function pushed(commit: Partial<Metadata['current']['commit']> = {}, event = 'push'): Metadata {
  const known = { ...metadata.current.commit, ref: 'refs/heads/main', branch: 'main', ...commit };
  return { ...metadata, current: { ...metadata.current, event, commit: known } };
}

/** One file, `build.yaml`, with what is known beside it. */
export function workflowsOf(text: string, input: Partial<WorkflowInput> = {}): Workflows {
  return readWorkflows([createSource('build.yaml', text)], { metadata, ...input });
}

/** The only steps of a file without a clone step, with what is known beside it. */
export function stepsWith(text: string, input: Partial<WorkflowInput> = {}): readonly StepDefinition[] {
  return workflowsOf(`skip_clone: true\n${text}`, input).pipelines[0]?.steps ?? [];
}

/** The pipelines of one file, `build.yaml`. */
export function pipelinesOf(text: string): readonly PipelineDefinition[] {
  return readWorkflows([createSource('build.yaml', text)], { metadata }).pipelines;
}

/** The pipelines of several files by name. */
export function pipelinesOfFiles(files: Readonly<Record<string, string>>): readonly PipelineDefinition[] {
  return readWorkflows(
    Object.entries(files).map(([file, text]) => createSource(file, text)),
    { metadata },
  ).pipelines;
}

/** The steps of a file, without a clone step. */
export function stepsOf(text: string): readonly StepDefinition[] {
  return pipelinesOf(`skip_clone: true\n${text}`)[0]?.steps ?? [];
}

/** The only step of a file that has just these keys beside `image: a`. */
export function stepOf(keys: string): StepDefinition | undefined {
  const indented = keys.replaceAll(/^/gm, '    ');
  return stepsOf(`steps:\n  one:\n    image: a\n${indented}`)[0];
}

/** `name <- dependency, ...` for each step of the first pipeline. */
export function edgesOf(text: string): readonly string[] {
  return (pipelinesOf(text)[0]?.steps ?? []).map(({ name, dependsOn }) => `${name} <- ${dependsOn.join(', ')}`);
}

/** All findings as `line:column severity code: message`, hints in brackets. */
export function findings(files: string | Readonly<Record<string, string>>, settings?: AgentSettings): readonly string[] {
  const byName = typeof files === 'string' ? { 'build.yaml': files } : files;
  const sources = Object.entries(byName).map(([file, text]) => createSource(file, text));
  return diagnosticsOf(sources, settings).map(({ severity, code, message, hint, position }) => {
    const file = typeof files === 'string' ? '' : `${position?.file}:`;
    return `${file}${position?.line}:${position?.column} ${severity} ${code}: ${message}${hint ? ` (${hint})` : ''}`;
  });
}

function diagnosticsOf(sources: Parameters<typeof readWorkflows>[0], settings?: AgentSettings) {
  try {
    return readWorkflows(sources, { metadata, settings }).diagnostics;
  } catch (error) {
    if (error instanceof WorkflowError) return error.diagnostics;
    throw error;
  }
}
