import { posix } from 'node:path';
import type { PipelineDefinition, RunOn, StepDefinition, StepKind, Workspace } from '../model/pipeline.js';
import { isPlugin } from '../model/plugin.js';
import { defined } from './defined.js';
import { definition } from './definition.js';
import type { Diagnostics } from './diagnostics.js';
import { resolveDependencies } from './edges.js';
import type { RunInput } from './input.js';
import type { RunVariables } from './run-variables.js';
import { checkSecrets } from './secret-rules.js';
import { isSelected, surviving } from './select-steps.js';
import type { ContainerSyntax, WorkflowSyntax } from './syntax.js';
import { uniqueNames } from './unique-names.js';
import { runOnOf, type WhenContext } from './when.js';

/** What beside the file makes a pipeline of it. */
export interface CompileOptions {
  /** Of the pipeline. */
  readonly name: string;
  readonly input: RunInput;
  readonly variables: RunVariables;
  /** What the conditions of its steps are asked about. */
  readonly when: WhenContext;
  readonly runOn: readonly RunOn[];
  readonly diagnostics: Diagnostics;
}

/** The pipeline of a workflow on one axis, with all edges between its steps; those between pipelines are still missing. */
export function compile(syntax: WorkflowSyntax, options: CompileOptions): PipelineDefinition {
  const { name, input, variables, when, runOn, diagnostics } = options;
  const clone = cloneSteps(syntax, input).filter((step) => isSelected(step, when));
  const services = syntax.services.filter((service) => isSelected(service, when));
  const steps = surviving(syntax.steps, { when, isLocal: input.isLocal });
  const serial = steps.every(({ dependsOn }) => dependsOn === undefined);
  const written = serial ? [] : writtenEdges({ all: syntax.steps, steps }, diagnostics);

  const names = uniqueNames([...clone, ...services, ...steps], diagnostics);
  const nameOf = (container: ContainerSyntax | undefined) => (container ? [names.get(container) ?? container.name] : []);
  const lastClone = nameOf(clone.at(-1));
  const first = services.length > 0 ? [...lastClone, ...services.flatMap(nameOf)] : lastClone;
  const byName = new Map(steps.map((step) => [step.name, step]));
  const after = (index: number): readonly string[] => {
    if (serial) return index === 0 ? first : nameOf(steps[index - 1]);
    const dependencies = (written[index] ?? []).flatMap((dependency) => nameOf(byName.get(dependency)));
    return dependencies.length > 0 ? dependencies : first;
  };
  const define = (container: ContainerSyntax, kind: StepKind, dependsOn: readonly string[]): StepDefinition => {
    const { secrets: rules = [], knowsAllSecrets: areAll = false, metadata } = input;
    checkSecrets(container, { rules, areAll, event: metadata.current.event, diagnostics });
    const isDefaultClone = kind === 'clone' && syntax.clone.length === 0;
    const role = { name: nameOf(container).join(), kind, dependsOn, runOn: runOnOf(container.when, when), isDefaultClone };
    return definition(container, role, { input, variables });
  };
  return defined({
    name,
    workspace: workspaceOf(syntax, input),
    environment: variables.containers,
    steps: [
      ...clone.map((step, index) => define(step, 'clone', nameOf(clone[index - 1]))),
      ...services.map((service) => define(service, 'service', lastClone)),
      ...steps.map((step, index) => define(step, isPlugin(step.options) ? 'plugin' : 'commands', after(index))),
    ],
    dependsOn: [],
    runOn,
  });
}

/** What each step says that it depends on; of all steps of the file, some may be left out of this run. */
function writtenEdges(
  { all, steps }: { readonly all: readonly ContainerSyntax[]; readonly steps: readonly ContainerSyntax[] },
  diagnostics: Diagnostics,
): readonly (readonly string[])[] {
  // of what is no step of the file was told before
  const known = new Set(all.map(({ name }) => name));
  const nodes = steps.map(({ name, at, dependsOn }) => ({
    name,
    at,
    dependsOn: dependsOn?.filter((dependency) => known.has(dependency.name)),
    diagnostics,
  }));
  return resolveDependencies(nodes, 'step');
}

/** The clone steps of the file, or the one that every workflow has unless it skips them. */
function cloneSteps({ skipClone, clone }: WorkflowSyntax, { isLocal, cloneImage, metadata }: RunInput): readonly ContainerSyntax[] {
  if (skipClone || isLocal) return [];
  if (clone.length > 0) return clone;
  if (cloneImage === '') return [];
  const settings = { depth: '0', ...(metadata.current.event === 'tag' && { tags: 'true' }) };
  const options = { image: cloneImage, settings };
  return [{ name: 'clone', at: { start: 0, end: 1 }, options, detach: false, failure: 'fail', when: [], secrets: [] }];
}

function workspaceOf({ workspace }: WorkflowSyntax, { workspace: given, settings }: RunInput): Workspace {
  const { base = given.base, path = given.path } = workspace;
  // Woodpecker takes a base that is not absolute
  const root = settings.compat === undefined ? posix.resolve('/', base) : posix.normalize(base).replace(/(?<=.)\/$/, '');
  return { base: root, path: relativePath(path) };
}

/** Relative to the base, which it may lead out of. */
function relativePath(path: string): string {
  const clean = posix.normalize(path).replace(/^\/+|\/+$/g, '');
  return clean === '.' ? '' : clean;
}
