import { WorkflowError } from '../../../src/errors.js';
import { manualMetadata } from '../../../src/model/metadata.js';
import type { PipelineDefinition, StepDefinition } from '../../../src/model/pipeline.js';
import { readWorkflows } from '../../../src/workflow/read-workflows.js';
import { createSource } from '../../../src/workflow/source.js';

const metadata = manualMetadata({ platform: 'linux/amd64' });

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
export function findings(files: string | Readonly<Record<string, string>>): readonly string[] {
  const byName = typeof files === 'string' ? { 'build.yaml': files } : files;
  const sources = Object.entries(byName).map(([file, text]) => createSource(file, text));
  return diagnosticsOf(sources).map(({ severity, code, message, hint, position }) => {
    const file = typeof files === 'string' ? '' : `${position?.file}:`;
    return `${file}${position?.line}:${position?.column} ${severity} ${code}: ${message}${hint ? ` (${hint})` : ''}`;
  });
}

function diagnosticsOf(sources: Parameters<typeof readWorkflows>[0]) {
  try {
    return readWorkflows(sources, { metadata }).diagnostics;
  } catch (error) {
    if (error instanceof WorkflowError) return error.diagnostics;
    throw error;
  }
}
