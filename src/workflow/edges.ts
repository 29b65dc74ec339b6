import { type GraphProblem, graphProblems } from '../model/graph.js';
import type { Diagnostics, Finding } from './diagnostics.js';
import { positionAt } from './source.js';
import type { ContainerSyntax, DependencySyntax } from './syntax.js';

/** Something with a name and dependencies that stands in a file. */
export type Dependent = Pick<ContainerSyntax, 'name' | 'at'> & {
  readonly dependsOn?: readonly DependencySyntax[];
  readonly diagnostics: Diagnostics;
};

/** What the nodes of a graph are, for messages. */
type What = 'step' | 'service' | 'workflow';

/** Names of what each node of a run depends on, optional ones only where they take part; what is wrong is reported where it stands. */
export function resolveDependencies(nodes: readonly Dependent[], what: What): readonly (readonly string[])[] {
  const names = new Set(nodes.map(({ name }) => name));
  const edges = nodes.map(({ dependsOn = [] }) =>
    dependsOn.filter(({ name, optional }) => !optional || names.has(name)).map(({ name }) => name),
  );
  const graph = nodes.map(({ name }, index) => ({ name, dependsOn: edges[index] ?? [] }));
  for (const problem of graphProblems(graph)) {
    const node = nodes[problem.node];
    node?.diagnostics.error({ at: node.at, ...describe({ problem, node, nodes, what }) });
  }
  return edges;
}

interface Place {
  readonly problem: GraphProblem;
  readonly node: Dependent;
  readonly nodes: readonly Dependent[];
  readonly what: What;
}

function describe({ problem, node, nodes, what }: Place): Omit<Finding, 'at'> & { readonly at?: Finding['at'] } {
  if (problem.type === 'cycle') {
    const path = problem.path.join(' -> ');
    return { code: 'dependency-cycle', message: `${what}s wait for each other: ${path}`, hint: 'remove one of these dependencies' };
  }
  if (problem.type === 'duplicate-name') {
    return { code: 'duplicate-name', message: `two ${what}s are named "${node.name}"`, hint: placeOf(nodes[problem.first]) };
  }
  const { dependency } = problem;
  return {
    code: `unknown-${what}`,
    message: `the ${what} "${node.name}" depends on "${dependency}", which is left out of this run by its "when"`,
    at: node.dependsOn?.find(({ name }) => name === dependency)?.at ?? node.at,
    hint: 'give both the same "when", or make the dependency optional',
  };
}

function placeOf(node: Dependent | undefined): string | undefined {
  if (!node) return undefined;
  const { file, line, column } = positionAt(node.diagnostics.source, node.at.start);
  return `the other is at ${file}:${line}:${column}`;
}
