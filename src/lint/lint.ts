import { type Diagnostic, WorkflowError } from '../errors.js';
import { DEFAULT_AGENT_SETTINGS } from '../model/default-settings.js';
import { EVENTS } from '../model/event.js';
import type { PipelineDefinition } from '../model/pipeline.js';
import { Diagnostics } from '../workflow/diagnostics.js';
import { parseWritten } from '../workflow/parse.js';
import { readWorkflows, type WorkflowInput } from '../workflow/read-workflows.js';
import type { Source } from '../workflow/source.js';
import { checkForCluster } from './cluster.js';
import { located } from './located.js';
import { checkReach } from './reach.js';

export interface LintOptions {
  readonly input: WorkflowInput;
  /** Events that the files are looked at for. @default - all */
  readonly events?: readonly string[];
  /** Says what a synthesis of the pipelines finds. */
  readonly synthesize: (pipelines: readonly PipelineDefinition[]) => readonly Diagnostic[];
}

/** All that is wrong with workflow files, whatever they are run for: by file, then in the order of the text. */
export function lint(sources: readonly Source[], { input, events = EVENTS, synthesize }: LintOptions): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  const add = (diagnostics: readonly Diagnostic[]) => {
    for (const diagnostic of diagnostics) {
      const { code, message, position } = diagnostic;
      found.set(JSON.stringify([code, message, position]), diagnostic);
    }
  };
  for (const source of sources) add(rulesOf(source, input));
  const known = new Set<string>();
  const once = (pipelines: readonly PipelineDefinition[]) => {
    const steps = JSON.stringify(pipelines.map(({ name, steps }) => [name, steps.map((step) => step.name)]));
    if (known.has(steps)) return [];
    known.add(steps);
    return synthesize(pipelines).map((diagnostic) => located(diagnostic, sources));
  };
  for (const event of events) add(readFor(event, sources, { input, synthesize: once }));
  return withoutRepetitions([...found.values()]).sort(byPlace);
}

function rulesOf(source: Source, { settings = DEFAULT_AGENT_SETTINGS }: WorkflowInput): readonly Diagnostic[] {
  const diagnostics = new Diagnostics(source);
  const root = parseWritten(new Diagnostics(source));
  if (root) {
    checkReach(root, diagnostics);
    checkForCluster(root, settings, diagnostics);
  }
  return diagnostics.list();
}

/** What reading the files finds where they are run for an event. */
function readFor(
  event: string,
  sources: readonly Source[],
  { input, synthesize }: Pick<LintOptions, 'input' | 'synthesize'>,
): readonly Diagnostic[] {
  const { metadata } = input;
  try {
    const { pipelines, diagnostics } = readWorkflows(sources, {
      ...input,
      habits: true,
      metadata: { ...metadata, current: { ...metadata.current, event } },
    });
    return [...diagnostics, ...synthesize(pipelines)];
  } catch (error) {
    if (error instanceof WorkflowError) return error.diagnostics;
    throw error;
  }
}

/** A dependency that is left out of some events is told once, not again for each run that it is left out of. */
function withoutRepetitions(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const placeOf = ({ position }: Diagnostic) => JSON.stringify(position);
  const told = new Set(diagnostics.filter(({ code }) => code === 'filtered-dependency').map(placeOf));
  return diagnostics.filter((diagnostic) => diagnostic.code !== 'unknown-step' || !told.has(placeOf(diagnostic)));
}

function byPlace({ position: a }: Diagnostic, { position: b }: Diagnostic): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
