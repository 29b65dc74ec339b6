import { nameProblem } from '../model/names.js';
import { type Place, readContainer } from './container-reader.js';
import { flag, text, wrongType } from './convert.js';
import { defined } from './defined.js';
import { readDependsOn } from './depends-on-reader.js';
import type { Diagnostics } from './diagnostics.js';
import { MapReader } from './map-reader.js';
import type { MapNode, Node } from './node.js';
import type { ContainerSyntax, WorkflowSyntax } from './syntax.js';
import { readRunOn } from './when-reader.js';

/** What to do about keys that older versions of the language had. */
const FORMER_KEYS = {
  pipeline: 'it is called "steps"',
  branches: 'use "when.branch"',
  platform: 'use "labels"',
  secrets: 'use "from_secret" where the value is needed',
};

/** Reads a workflow; all that is wrong with it is reported. */
export function readWorkflow(root: MapNode, diagnostics: Diagnostics): WorkflowSyntax | undefined {
  const reader = MapReader.of(root, diagnostics, { what: 'a workflow' });
  if (!reader) return undefined;
  const containers = (key: string, area: Place['area']) => reader.get(key, (node) => readContainers(node, area, diagnostics)) ?? [];
  const workflow = {
    workspace: reader.get('workspace', (node) => readWorkspace(node, diagnostics)) ?? {},
    skipClone: reader.get('skip_clone', flag) ?? false,
    clone: containers('clone', 'clone step'),
    services: containers('services', 'service'),
    steps: containers('steps', 'step'),
    dependsOn: reader.get('depends_on', readDependsOn) ?? [],
    runOn: reader.get('when', (node) => readRunOn(node, 'workflow', diagnostics)) ?? (['success'] as const),
  };
  reader.ignore('matrix', 'variables', '$schema');
  reader.notSupported(['labels', 'runs_on', 'concurrency'], 'it is ignored');
  reader.finish(FORMER_KEYS);
  if (!reader.get('steps', hasItems)) {
    const at = reader.keySpan('steps') ?? root.span;
    diagnostics.error({ code: 'missing-key', message: 'a workflow needs at least one step', at, hint: 'add them under "steps:"' });
  }
  return workflow;
}

/** False only for an empty list or map: what is wrong with anything else is said elsewhere. */
function hasItems(node: Node): boolean {
  if (node.kind === 'list') return node.items.length > 0;
  return node.kind === 'scalar' || node.entries.length > 0;
}

/** Reads containers in either form: a map by name, or a list. */
function readContainers(node: Node, area: Place['area'], diagnostics: Diagnostics): readonly ContainerSyntax[] {
  const read = (container: Node, place: Place) => {
    const syntax = readContainer(container, place, diagnostics);
    const problem = syntax && nameProblem(syntax.name);
    if (problem) diagnostics.error({ code: 'bad-name', message: `the name "${syntax.name}" of a ${area} ${problem}`, at: syntax.at });
    return syntax ? [syntax] : [];
  };
  if (node.kind === 'list') return node.items.flatMap((item, index) => read(item, { area, name: `step-${index}`, at: item.span }));
  if (node.kind === 'map') return node.entries.flatMap(({ key, value }) => read(value, { area, name: key.text, at: key.span }));
  return wrongType({ node, label: `the ${area}s`, expected: 'a list or a map' }, diagnostics) ?? [];
}

function readWorkspace(node: Node, diagnostics: Diagnostics): WorkflowSyntax['workspace'] | undefined {
  const reader = MapReader.of(node, diagnostics, { what: '"workspace"', path: 'workspace.' });
  if (!reader) return undefined;
  const workspace = { base: reader.get('base', text), path: reader.get('path', text) };
  reader.finish();
  if (workspace.base !== undefined && !workspace.base.startsWith('/')) {
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
