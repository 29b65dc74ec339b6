import type { Metadata } from '../model/metadata.js';
import { freeName, nameProblem } from '../model/names.js';
import type { PipelineDefinition, RunOn } from '../model/pipeline.js';
import { RUN_STATES } from '../model/run-on.js';
import { workflowLabels } from '../model/workflow-labels.js';
import { checkNames } from './check-names.js';
import { compile } from './compile.js';
import type { CompiledWorkflow } from './compiled-workflow.js';
import { defined } from './defined.js';
import { Diagnostics } from './diagnostics.js';
import { evaluator } from './evaluator.js';
import { checkHabits } from './habits.js';
import type { RunInput } from './input.js';
import { type Axis, readMatrix } from './matrix.js';
import { parse } from './parse.js';
import { runVariables } from './run-variables.js';
import { leftOutOf } from './select-steps.js';
import type { Source, Span } from './source.js';
import { substitute } from './substitute.js';
import type { DependencySyntax, WorkflowSyntax } from './syntax.js';
import { asWritten, createTemplate, type Template } from './template.js';
import { isIncluded, runOnOf, type WhenContext } from './when.js';
import { workflowName } from './workflow-name.js';
import { readWorkflow } from './workflow-reader.js';

/** A workflow that was read, with the places of what it depends on. */
export type UnlinkedWorkflow = CompiledWorkflow & { readonly dependencies: readonly DependencySyntax[] };

/** A workflow file that was read: one workflow for each axis that takes part in the run. */
export interface WorkflowFile {
  readonly name: string;
  readonly at: Span;
  readonly diagnostics: Diagnostics;
  readonly workflows: readonly UnlinkedWorkflow[];
}

const START: Span = { start: 0, end: 1 };

/** Reads files in the order of a run: each workflow that takes part has the next number. */
export function readFiles(sources: readonly Source[], input: RunInput): readonly WorkflowFile[] {
  const names = new Set<string>();
  return sources.map((source) => new FileReader(source, input, names).read());
}

class FileReader {
  private readonly diagnostics: Diagnostics;
  private readonly name: string;
  private readonly template: Template;

  constructor(
    source: Source,
    private readonly input: RunInput,
    /** Of all pipelines so far; grows. */
    private readonly names: Set<string>,
  ) {
    this.diagnostics = new Diagnostics(source);
    this.name = workflowName(source.file);
    this.template = createTemplate(source.text, input.settings.compat === undefined ? 'kept' : 'woodpecker');
  }

  read(): WorkflowFile {
    const { name, diagnostics, template, input } = this;
    const problem = nameProblem(name);
    if (problem) {
      diagnostics.error({ code: 'bad-name', message: `the name "${name}" of a workflow ${problem}`, at: START, hint: 'rename the file' });
    }
    const root = parse({ template, diagnostics, compat: input.settings.compat });
    const matrix = root?.entries.find(({ key }) => key.text === 'matrix')?.value;
    const axes = root ? readMatrix(matrix && asWritten(matrix, template), { diagnostics, compat: input.settings.compat }) : [];
    const workflows = axes.flatMap((axis, index) => {
      const number = this.names.size + 1;
      const variables = runVariables(input, { workflow: { name, number }, axis });
      const syntax =
        root && this.syntaxOf(substitute(root, { variables: variables.file, template, diagnostics, compat: input.settings.compat }));
      return syntax ? this.workflow(syntax, { axis, number, index, isAlone: axes.length === 1, variables }) : [];
    });
    return { name, at: START, diagnostics, workflows };
  }

  private syntaxOf(root: Parameters<typeof readWorkflow>[0]): WorkflowSyntax | undefined {
    const { diagnostics, input } = this;
    const syntax = readWorkflow(root, {
      diagnostics,
      settings: input.settings,
      trusted: input.metadata.repository.trusted,
      trustedCloneImages: input.trustedCloneImages,
      privilegedImages: input.privilegedImages,
    });
    if (syntax) checkNames(syntax, diagnostics);
    if (syntax && input.habits) checkHabits(syntax, { diagnostics, compat: input.settings.compat });
    return syntax;
  }

  /** Nothing where it is not for this run, or nothing of it is. */
  private workflow(syntax: WorkflowSyntax, { axis, number, index, isAlone, variables }: Place): readonly UnlinkedWorkflow[] {
    const { input, diagnostics, names } = this;
    const { metadata, now } = input;
    const contextOf = (known: Readonly<Record<string, string>>): WhenContext => ({
      metadata,
      evaluate: evaluator({ variables: known, now, diagnostics }),
    });
    // Woodpecker asks twice, and knows the variables of a person only the second time
    const [before, after] = [contextOf(variables.workflow), contextOf(variables.steps)];
    if (!isIncluded(syntax.when, before) || !isIncluded(syntax.when, after)) return [];
    const runOn = workflowRunOn(syntax, after);
    const name = freeName(isAlone ? this.name : `${this.name}-${index + 1}`, names);
    const when = { ...after, axis };
    const compiled = compile(syntax, { name, input, variables, when, runOn, diagnostics });
    if (compiled.steps.length === 0) return [];
    names.add(name);
    const labels = Object.keys(syntax.labels).length > 0 ? syntax.labels : (input.defaultLabels ?? {});
    const workflow = {
      name: this.name,
      number,
      axisNumber: isAlone ? 0 : index + 1,
      axis,
      labels,
      dependsOn: [],
      dependencies: syntax.dependsOn,
      runOn,
      concurrency: syntax.concurrency,
      leftOut: leftOutOf(syntax, when, input),
      pipeline: { ...compiled, ...runOf(syntax, { metadata, labels, input }), ...(!isAlone && { axis }) },
    };
    return [defined(workflow)];
  }
}

interface Place {
  readonly axis: Axis;
  readonly number: number;
  /** Of the axis. */
  readonly index: number;
  readonly isAlone: boolean;
  readonly variables: ReturnType<typeof runVariables>;
}

/** What `runs_on` and the `status` of conditions say together. */
function workflowRunOn({ when, runsOn }: WorkflowSyntax, context: WhenContext): readonly RunOn[] {
  const hasStatus = when.some(({ status }) => status !== undefined);
  const states = [...runsOn, ...(hasStatus || runsOn.length === 0 ? runOnOf(when, context) : [])];
  // of the states of a workflow the reference looks for a failure alone
  return states.length === 0 ? ['success'] : RUN_STATES.filter((state) => states.includes(state));
}

/** What a pipeline has of the run that it is part of. */
function runOf(
  { workspace: { volume } }: WorkflowSyntax,
  { metadata, labels, input }: { readonly metadata: Metadata; readonly labels: Readonly<Record<string, string>>; readonly input: RunInput },
): Pick<PipelineDefinition, 'labels' | 'organizationId' | 'volume'> {
  const { settings } = input;
  return defined({
    volume: volume === undefined || volume === 'none' ? volume : { existingClaim: volume },
    labels: workflowLabels(labels, { metadata, settings }),
    organizationId: settings.namespacePerOrganization ? metadata.repository.organizationId : undefined,
  });
}
