import { isObjectName } from '../model/kubernetes-names.js';
import { nameProblem } from '../model/names.js';
import type { RunOn } from '../model/pipeline.js';
import { readConcurrency } from './concurrency-reader.js';
import { readContainer } from './container-reader.js';
import { type Convert, flag, listOf, mapOf, oneOf, text, wrongType } from './convert.js';
import { defined } from './defined.js';
import { readDependsOn } from './depends-on-reader.js';
import { MapReader } from './map-reader.js';
import type { MapNode, Node } from './node.js';
import type { Place, ReadContext } from './read-context.js';
import type { ContainerSyntax, WorkflowSyntax } from './syntax.js';
import { readWhen } from './when-reader.js';

/** What to do about keys that older versions of the language had. */
const FORMER_KEYS = {
  pipeline: 'it is called "steps"',
  branches: 'use "when.branch"',
  platform: 'use "labels"',
  secrets: 'use "from_secret" where the value is needed',
};

/** Reads a workflow; all that is wrong with it is reported. */
export function readWorkflow(root: MapNode, context: ReadContext): WorkflowSyntax | undefined {
  const { diagnostics } = context;
  const reader = MapReader.of(root, diagnostics, { what: 'a workflow' });
  if (!reader) return undefined;
  const containers = (key: string, area: Place['area']) => reader.get(key, (node) => readContainers(node, area, context)) ?? [];
  const workflow = {
    workspace: reader.get('workspace', (node) => readWorkspace(node, context)) ?? {},
    labels: reader.get('labels', mapOf(text)) ?? {},
    skipClone: reader.get('skip_clone', flag) ?? false,
    clone: containers('clone', 'clone step'),
    services: containers('services', 'service'),
    steps: containers('steps', 'step'),
    dependsOn: reader.get('depends_on', readDependsOn) ?? [],
    when: reader.get('when', readWhen) ?? [],
    runsOn: reader.get('runs_on', readRunsOn) ?? [],
    concurrency: reader.get('concurrency', readConcurrency),
  };
  reader.ignore('matrix', 'variables', '$schema');
  reader.finish(FORMER_KEYS);
  if (!reader.get('steps', hasItems)) {
    const at = reader.keySpan('steps') ?? root.span;
    diagnostics.error({ code: 'missing-key', message: 'a workflow needs at least one step', at, hint: 'add them under "steps:"' });
  }
  return defined(workflow);
}

const readRunsOn: Convert<readonly RunOn[]> = (node, label, diagnostics) => {
  const states = listOf(oneOf('success', 'failure'))(node, label, diagnostics);
  diagnostics.warn({ code: 'deprecated', message: `${label} is deprecated`, at: node.span, hint: 'use "when.status"' });
  return states;
};

/** False only for an empty list or map: what is wrong with anything else is said elsewhere. */
function hasItems(node: Node): boolean {
  if (node.kind === 'list') return node.items.length > 0;
  return node.kind === 'scalar' || node.entries.length > 0;
}

/** Reads containers in either form: a map by name, or a list. */
function readContainers(node: Node, area: Place['area'], context: ReadContext): readonly ContainerSyntax[] {
  const { diagnostics } = context;
  const read = (container: Node, place: Place) => {
    const syntax = readContainer(container, place, context);
    const problem = syntax && nameProblem(syntax.name, context.settings.compat);
    if (problem) diagnostics.error({ code: 'bad-name', message: `the name "${syntax.name}" of a ${area} ${problem}`, at: syntax.at });
    return syntax ? [syntax] : [];
  };
  if (node.kind === 'list') return node.items.flatMap((item, index) => read(item, { area, name: `step-${index}`, at: item.span }));
  if (node.kind === 'map') return node.entries.flatMap(({ key, value }) => read(value, { area, name: key.text, at: key.span }));
  return wrongType({ node, label: `the ${area}s`, expected: 'a list or a map' }, diagnostics) ?? [];
}

/** podline's own: `none` where no step needs the files of another, or a claim that exists. */
const claimName: Convert<string> = (node, label, diagnostics) => {
  const name = text(node, label, diagnostics);
  if (name === undefined || isObjectName(name)) return name;
  diagnostics.error({ code: 'wrong-value', message: `${label} must be none or the name of a claim, not "${name}"`, at: node.span });
  return undefined;
};

function readWorkspace(node: Node, { diagnostics, settings }: ReadContext): WorkflowSyntax['workspace'] | undefined {
  const reader = MapReader.of(node, diagnostics, { what: '"workspace"', path: 'workspace.' });
  if (!reader) return undefined;
  const workspace = {
    base: reader.get('base', text) || undefined,
    path: reader.get('path', text) || undefined,
    volume: reader.get('volume', claimName),
  };
  reader.finish();
  if (workspace.base !== undefined && !workspace.base.startsWith('/') && settings.compat === undefined) {
    const at = reader.keySpan('base') ?? node.span;
    diagnostics.error({
      code: 'wrong-value',
      message: '"workspace.base" must be an absolute path',
      at,
      hint: `write "/${workspace.base}"`,
    });
  }
  return defined(workspace);
}
