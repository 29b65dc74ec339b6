import { posix } from 'node:path';
import { type Diagnostic, WorkflowError } from '../errors.js';
import { ciVariables, type Metadata } from '../model/metadata.js';
import { freeName, nameProblem } from '../model/names.js';
import type { PipelineDefinition } from '../model/pipeline.js';
import { compile } from './compile.js';
import { Diagnostics } from './diagnostics.js';
import { type Dependent, resolveDependencies } from './edges.js';
import { readMatrix } from './matrix.js';
import { parse } from './parse.js';
import type { Source } from './source.js';
import { substitute } from './substitute.js';
import type { DependencySyntax } from './syntax.js';
import { readWorkflow } from './workflow-reader.js';

/** What workflow files say. */
export interface Workflows {
  /** By file name, then axis. */
  readonly pipelines: readonly PipelineDefinition[];
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A workflow file that was read: one pipeline for each axis. */
interface WorkflowFile extends Dependent {
  readonly dependsOn: readonly DependencySyntax[];
  readonly pipelines: readonly PipelineDefinition[];
}

/**
 * Reads workflow files that make one run together.
 *
 * @throws WorkflowError with all that was found in all files, if any of it is an error
 * @example
 * ```ts
 * const { pipelines } = readWorkflows([await readSource('.woodpecker/build.yaml')], {
 *   metadata: manualMetadata({ platform: 'linux/amd64' }),
 * });
 * ```
 */
export function readWorkflows(sources: readonly Source[], { metadata }: { readonly metadata: Metadata }): Workflows {
  const ordered = [...sources].sort((a, b) => (a.file < b.file ? -1 : 1));
  const names = new Set<string>();
  const files = ordered.map((source) => readFile(source, { metadata, names }));
  const pipelines = linked(files);
  const diagnostics = files.flatMap((file) => file.diagnostics.list());
  if (diagnostics.some(({ severity }) => severity === 'error')) throw new WorkflowError(diagnostics);
  return { pipelines, diagnostics };
}

/** A file's name without folder, leading dot and ending. */
export function workflowName(file: string): string {
  return posix
    .basename(file)
    .replace(/\.yml$/, '')
    .replace(/\.yaml$/, '')
    .replace(/^\./, '');
}

interface Run {
  readonly metadata: Metadata;
  /** Names of all pipelines so far; grows. */
  readonly names: Set<string>;
}

function readFile(source: Source, { metadata, names }: Run): WorkflowFile {
  const diagnostics = new Diagnostics(source);
  const name = workflowName(source.file);
  const at = { start: 0, end: 1 };
  const problem = nameProblem(name);
  if (problem) diagnostics.error({ code: 'bad-name', message: `the name "${name}" of a workflow ${problem}`, at, hint: 'rename the file' });
  const root = parse(diagnostics);
  const axes = root ? readMatrix(root, diagnostics) : [];
  const compiled = axes.flatMap((axis, index) => {
    const pipeline = freeName(axes.length > 1 ? `${name}-${index + 1}` : name, names);
    names.add(pipeline);
    const environment = ciVariables(metadata, { name, number: names.size });
    const syntax = root && readWorkflow(substitute(root, { ...environment, ...axis }, diagnostics), diagnostics);
    if (!syntax) return [];
    return [{ dependsOn: syntax.dependsOn, pipeline: compile(syntax, { name: pipeline, axis, environment, diagnostics }) }];
  });
  return {
    name,
    at,
    diagnostics,
    dependsOn: compiled.flatMap(({ dependsOn }) => dependsOn),
    pipelines: compiled.map(({ pipeline }) => pipeline),
  };
}

/** The pipelines of all files; each waits for every axis of the workflows that its own depends on. */
function linked(files: readonly WorkflowFile[]): readonly PipelineDefinition[] {
  const edges = resolveDependencies(files, { what: 'workflow', missing: 'give its file too, or make the dependency optional' });
  const axesOf = new Map(files.map(({ name, pipelines }) => [name, pipelines.map((pipeline) => pipeline.name)]));
  return files.flatMap(({ pipelines }, index) => {
    const dependsOn = [...new Set((edges[index] ?? []).flatMap((name) => axesOf.get(name) ?? []))];
    return pipelines.map((pipeline) => ({ ...pipeline, dependsOn }));
  });
}
