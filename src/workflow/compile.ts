import { posix } from 'node:path';
import type { PipelineDefinition, StepDefinition, StepKind, Workspace } from '../model/pipeline.js';
import { isPlugin } from '../model/plugin.js';
import { defined } from './defined.js';
import type { Diagnostics } from './diagnostics.js';
import { resolveDependencies } from './edges.js';
import type { Axis } from './matrix.js';
import type { ContainerSyntax, WorkflowSyntax } from './syntax.js';
import { uniqueNames } from './unique-names.js';

const DEFAULT_WORKSPACE: Workspace = { base: '/woodpecker', path: 'src' };
const DEFAULT_CLONE_IMAGE = 'docker.io/woodpeckerci/plugin-git:2.10.0';

/** What beside the file makes a pipeline of it. */
export interface CompileOptions {
  /** Of the pipeline. */
  readonly name: string;
  readonly axis: Axis;
  /** Variables of every step. */
  readonly environment: Readonly<Record<string, string>>;
  readonly diagnostics: Diagnostics;
}

/** The pipeline of a workflow on one axis, with all edges between its steps; those between pipelines are still missing. */
export function compile(syntax: WorkflowSyntax, { name, axis, environment, diagnostics }: CompileOptions): PipelineDefinition {
  const clone = cloneSteps(syntax, environment.CI_PIPELINE_EVENT);
  const { services, steps } = syntax;
  const serial = steps.every(({ dependsOn }) => dependsOn === undefined);
  // For what it reports: services depend on nothing of their own.
  resolveDependencies(
    services.map(({ name, at }) => ({ name, at, diagnostics })),
    { what: 'service' },
  );
  const written = serial ? [] : writtenEdges({ clone, services, steps }, diagnostics);

  const names = uniqueNames([...clone, ...services, ...steps], diagnostics);
  const nameOf = (container: ContainerSyntax | undefined) => (container ? [names.get(container) ?? container.name] : []);
  const lastClone = nameOf(clone.at(-1));
  const first = [...lastClone, ...services.flatMap(nameOf)];
  const byName = new Map(steps.map((step) => [step.name, step]));
  const after = (index: number): readonly string[] => {
    if (serial) return index === 0 ? first : nameOf(steps[index - 1]);
    const dependencies = (written[index] ?? []).flatMap((dependency) => nameOf(byName.get(dependency)));
    return dependencies.length > 0 ? dependencies : first;
  };
  const define = (container: ContainerSyntax, kind: StepKind, dependsOn: readonly string[]): StepDefinition =>
    definition(container, { name: nameOf(container).join(), kind, dependsOn, axis });
  return {
    name,
    workspace: workspaceOf(syntax),
    environment,
    steps: [
      ...clone.map((step, index) => define(step, 'clone', nameOf(clone[index - 1]))),
      ...services.map((service) => define(service, 'service', lastClone)),
      ...steps.map((step, index) => define(step, isPlugin(step.options) ? 'plugin' : 'commands', after(index))),
    ],
    dependsOn: [],
    runOn: syntax.runOn,
  };
}

/** What each step says that it depends on. */
function writtenEdges({ clone, services, steps }: Pick<WorkflowSyntax, 'clone' | 'services' | 'steps'>, diagnostics: Diagnostics) {
  const earlier = [...clone, ...services].map(({ name }) => name);
  return resolveDependencies(
    steps.map(({ name, at, dependsOn }) => ({ name, at, dependsOn, diagnostics })),
    { what: 'step', earlier },
  );
}

/** The clone steps of the file, or the one that every workflow has unless it skips them. */
function cloneSteps({ skipClone, clone }: WorkflowSyntax, event: string | undefined): readonly ContainerSyntax[] {
  if (skipClone) return [];
  if (clone.length > 0) return clone;
  const settings = { depth: '0', ...(event === 'tag' && { tags: 'true' }) };
  const options = { image: DEFAULT_CLONE_IMAGE, settings };
  return [{ name: 'clone', at: { start: 0, end: 1 }, options, detach: false, failure: 'fail', runOn: ['success'] }];
}

interface Role {
  readonly name: string;
  readonly kind: StepKind;
  readonly dependsOn: readonly string[];
  readonly axis: Axis;
}

function definition(
  { options, detach, failure, runOn, timeoutSeconds, retry }: ContainerSyntax,
  { name, kind, dependsOn, axis }: Role,
): StepDefinition {
  // Plugins get what their settings say, and nothing else.
  const variables = isPlugin(options) || Object.keys(axis).length === 0 ? {} : { environment: { ...axis, ...options.environment } };
  return {
    ...options,
    ...variables,
    name,
    kind,
    dependsOn,
    detach: detach || kind === 'service',
    failure,
    runOn,
    ...defined({ timeoutSeconds, retry }),
  };
}

function workspaceOf({ workspace }: WorkflowSyntax): Workspace {
  const { base = DEFAULT_WORKSPACE.base, path = DEFAULT_WORKSPACE.path } = workspace;
  return { base: posix.resolve('/', base), path: posix.relative('/', posix.join('/', path)) };
}
