/** A node as far as the graph goes: its name and the names of the nodes that come before it. */
export interface GraphNode {
  readonly name: string;
  readonly dependsOn: readonly string[];
}

/** What is wrong with a graph; `node` and `first` are indexes into the nodes that were checked. */
export type GraphProblem = { readonly message: string; readonly node: number } & (
  | { readonly type: 'duplicate-name'; readonly first: number }
  | { readonly type: 'unknown-dependency'; readonly dependency: string }
  /** The names along the edges, closed: `a`, `b`, `a` where `a` depends on `b`. */
  | { readonly type: 'cycle'; readonly path: readonly string[] }
);

/** All that is wrong with a graph: names used twice, dependencies that do not exist, and each cycle once. */
export function graphProblems(nodes: readonly GraphNode[]): readonly GraphProblem[] {
  const indexOf = new Map<string, number>();
  const problems: GraphProblem[] = [];
  for (const [node, { name }] of nodes.entries()) {
    const first = indexOf.get(name);
    if (first === undefined) indexOf.set(name, node);
    else problems.push({ type: 'duplicate-name', message: `the name "${name}" is used twice`, node, first });
  }
  const edges = nodes.map(({ name, dependsOn }, node) => {
    const known: number[] = [];
    for (const dependency of dependsOn) {
      const index = indexOf.get(dependency);
      if (index !== undefined) known.push(index);
      else
        problems.push({
          type: 'unknown-dependency',
          message: `"${name}" depends on "${dependency}", which does not exist`,
          node,
          dependency,
        });
    }
    return known;
  });
  for (const cycle of cycles(edges)) {
    const path = cycle.map((node) => nodes[node]?.name ?? '');
    problems.push({ type: 'cycle', message: `dependency cycle ${path.join(' -> ')}`, node: cycle[0] ?? 0, path });
  }
  return problems;
}

/** One closed path for each place where following edges comes back, beginning with its lowest node. */
function cycles(edges: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const found: number[][] = [];
  const state = new Array<'new' | 'open' | 'done'>(edges.length).fill('new');
  for (const root of edges.keys()) {
    if (state[root] !== 'new') continue;
    state[root] = 'open';
    // A stack of our own: a serial pipeline of thousands of steps is one long path.
    const path = [{ node: root, next: 0 }];
    for (let last = path.at(-1); last; last = path.at(-1)) {
      const target = edges[last.node]?.[last.next++];
      if (target === undefined) {
        state[last.node] = 'done';
        path.pop();
      } else if (state[target] === 'open') {
        const nodes = path.map(({ node }) => node);
        found.push(closed(nodes.slice(nodes.indexOf(target))));
      } else if (state[target] === 'new') {
        state[target] = 'open';
        path.push({ node: target, next: 0 });
      }
    }
  }
  return found;
}

/** The cycle turned so that its lowest node is first and last. */
function closed(cycle: readonly number[]): number[] {
  const lowest = cycle.indexOf(cycle.reduce((low, node) => Math.min(low, node)));
  const turned = [...cycle.slice(lowest), ...cycle.slice(0, lowest)];
  return [...turned, ...turned.slice(0, 1)];
}
