import { describe, expect, it } from 'vitest';
import { graphProblems } from '../../../src/model/graph.js';

/** `a: b c` is a node `a` that depends on `b` and `c`. */
function graph(...lines: string[]) {
  return lines.map((line) => {
    const [name = '', dependencies = ''] = line.split(':');
    return { name, dependsOn: dependencies.split(' ').filter((word) => word !== '') };
  });
}

function cyclesOf(...lines: string[]) {
  return graphProblems(graph(...lines)).flatMap((problem) => (problem.type === 'cycle' ? [problem.path.join(' -> ')] : []));
}

describe('graphProblems', () => {
  it('finds nothing in a diamond', () => {
    expect(graphProblems(graph('a', 'b: a', 'c: a', 'd: b c'))).toEqual([]);
  });

  it('reports a name used twice with both places', () => {
    expect(graphProblems(graph('a', 'b', 'a'))).toEqual([
      { type: 'duplicate-name', message: 'the name "a" is used twice', node: 2, first: 0 },
    ]);
  });

  it('reports every unknown dependency in the order of the nodes', () => {
    expect(graphProblems(graph('a: x', 'b: a y'))).toEqual([
      { type: 'unknown-dependency', message: '"a" depends on "x", which does not exist', node: 0, dependency: 'x' },
      { type: 'unknown-dependency', message: '"b" depends on "y", which does not exist', node: 1, dependency: 'y' },
    ]);
  });

  it.each([
    [['a: a'], ['a -> a']],
    [['x: a', 'a: a'], ['a -> a']],
    [['a: b', 'b: a'], ['a -> b -> a']],
    [['x: b', 'a: c', 'b: a', 'c: b'], ['a -> c -> b -> a']],
    [
      ['a: b', 'b: a', 'c: d', 'd: c'],
      ['a -> b -> a', 'c -> d -> c'],
    ],
  ])('closes each cycle of %j and begins it with its first node', (lines, expected) => {
    expect(cyclesOf(...lines)).toEqual(expected);
  });

  it('follows a path of ten thousand nodes', () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => `n${index}: n${(index + 1) % 10_000}`);

    const cycles = cyclesOf(...lines);

    expect(cycles).toHaveLength(1);
    expect(cycles[0]?.split(' -> ')).toHaveLength(10_001);
  });
});
