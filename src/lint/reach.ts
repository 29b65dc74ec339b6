import type { Diagnostics } from '../workflow/diagnostics.js';
import { type MapNode, type Node, scalarValue } from '../workflow/node.js';
import type { Span } from '../workflow/source.js';
import { both, type Events, eventsOf } from './events.js';
import { type ContainerNode, containersOf, scalarsOf, valueAt } from './tree.js';

/** A step, and the events in which its conditions let it take part. */
interface Reach {
  readonly step: ContainerNode;
  readonly events: Events;
}

/** Reports steps that no event reaches, and those that wait for a step that is left out of it. */
export function checkReach(root: MapNode, diagnostics: Diagnostics): void {
  const workflow = eventsOf(valueAt(root, 'when'));
  const reaches = containersOf(root, 'steps').map(
    (step): Reach => ({ step, events: both(workflow, eventsOf(valueAt(step.node, 'when'))) }),
  );
  for (const reach of reaches) {
    if (reach.events.size > 0) checkDependencies(reach, reaches, diagnostics);
    else reportUnreached(reach.step, workflow, diagnostics);
  }
  checkFailureSteps(root, diagnostics);
}

function reportUnreached({ name, at, node }: ContainerNode, workflow: Events, diagnostics: Diagnostics): void {
  const own = eventsOf(valueAt(node, 'when'));
  const why = own.size === 0 ? 'it is for no event that there is' : `it is for ${list(own)}, and its workflow for ${list(workflow)}`;
  const span = valueAt(node, 'when')?.span ?? at;
  diagnostics.warn({ code: 'unreachable-step', message: `the step "${name}" never runs: ${why}`, at: span });
}

function checkDependencies({ step, events: own }: Reach, reaches: readonly Reach[], diagnostics: Diagnostics): void {
  for (const { name, at, optional } of dependenciesOf(step)) {
    const found = reaches.find((reach) => reach.step.name === name);
    if (optional || found === undefined) continue;
    const missing = [...own].filter((event) => !found.events.has(event));
    if (missing.length === 0) continue;
    const always = missing.length === own.size;
    const events = always ? 'every event that it is for' : `${missing.join(', ')}: such a run is refused`;
    const message = `the step "${step.name}" depends on "${name}", which is left out of ${events}`;
    const hint = 'give both the same "when.event", or make the dependency optional: { name, optional: true }';
    diagnostics[always ? 'error' : 'warn']({ code: 'filtered-dependency', message, at, hint });
  }
}

interface Dependency {
  readonly name: string;
  readonly at: Span;
  readonly optional: boolean;
}

function dependenciesOf({ node }: ContainerNode): readonly Dependency[] {
  const dependencies = valueAt(node, 'depends_on');
  const items = dependencies?.kind === 'list' ? dependencies.items : dependencies ? [dependencies] : [];
  return items.flatMap((item) => {
    const name = item.kind === 'map' ? valueAt(item, 'name') : item;
    const optional = valueAt(item, 'optional');
    if (name?.kind !== 'scalar') return [];
    return [{ name: name.text, at: name.span, optional: optional?.kind === 'scalar' && scalarValue(optional) === true }];
  });
}

/** A step for failures alone, before which nothing can fail. */
function checkFailureSteps(root: MapNode, diagnostics: Diagnostics): void {
  const skip = valueAt(root, 'skip_clone');
  if (skip?.kind !== 'scalar' || scalarValue(skip) !== true) return;
  const steps = containersOf(root, 'steps');
  const isGraph = steps.some(({ node }) => valueAt(node, 'depends_on') !== undefined);
  for (const [index, step] of steps.entries()) {
    const isFirst = isGraph ? dependenciesOf(step).length === 0 : index === 0;
    const status = statusOf(valueAt(step.node, 'when'));
    if (!isFirst || status === undefined) continue;
    const message = `the step "${step.name}" never runs: it is for failures, and nothing runs before it`;
    diagnostics.warn({ code: 'unreachable-step', message, at: status, hint: 'name the steps whose failure is meant in "depends_on"' });
  }
}

/** Where a `when` says that it is for failures only. */
function statusOf(when: Node | undefined): Span | undefined {
  const items = when?.kind === 'list' ? when.items : when ? [when] : [];
  const states = items.map((item) => valueAt(item, 'status'));
  const isFailureOnly = (node: Node | undefined) => {
    const texts = scalarsOf(node).map(({ text }) => text);
    return texts.length > 0 && texts.every((text) => text === 'failure');
  };
  return states.length > 0 && states.every(isFailureOnly) ? states[0]?.span : undefined;
}

function list(events: Events): string {
  return [...events].join(', ') || 'none';
}
