import { describe, expect, it } from 'vitest';
import { findings, stepOf, stepsOf } from './read.js';

describe('a file that is no workflow', () => {
  it.each([
    ['', '1:1 error empty-file: the file is empty (begin with "steps:")'],
    ['# nothing\n', '1:1 error empty-file: the file is empty (begin with "steps:")'],
    ['- a', '1:1 error not-a-map: a workflow must be a map, not a list (begin with "steps:")'],
    ['hello', '1:1 error not-a-map: a workflow must be a map, not text (begin with "steps:")'],
    ['steps: [', '1:9 error yaml-syntax: unexpected end of the stream within a flow collection'],
    ['steps:\n\t- image: a', '2:1 error yaml-syntax: tab characters must not be used in indentation (indent with spaces)'],
    ['steps: \0', '1:8 error yaml-syntax: null byte is not allowed in input (a workflow file is UTF-8 text)'],
    ['steps: a: b', '1:9 error yaml-syntax: bad indentation of a mapping entry'],
    ["steps: 'a", '1:10 error yaml-syntax: unexpected end of the stream within a single quoted scalar'],
    [`steps: ${'['.repeat(60)}`, '1:57 error yaml-syntax: nesting exceeded maxDepth (50)'],
    ['steps: *none', '1:8 error bad-alias: there is no anchor "&none" before this alias'],
    ['steps: &a\n  b: *a', '2:6 error bad-alias: the alias "*a" is inside of what it stands for'],
    ['steps: &a [<<: *a]', '1:16 error bad-alias: the alias "*a" is inside of what it stands for'],
    ['steps:\n  a: {image: x, image: y}', '2:17 error duplicate-key: the key "image" is given twice (remove one of the two)'],
    ['? [a]\n: b', '1:3 error wrong-type: a key must be text, not a list'],
    ['x: &x text\nsteps:\n  <<: *x', '3:3 error bad-merge: a merge key needs a map or a list of maps'],
  ])('%j is refused once, with its place', (text, expected) => {
    const found = findings(text);

    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  it('is refused when its aliases stand for too many nodes', () => {
    const levels = Array.from({ length: 30 }, (_, level) => `l${level + 1}: &l${level + 1} [*l${level}, *l${level}]`);

    const found = findings(['l0: &l0 [a, a]', ...levels].join('\n'));

    expect(found).toEqual([expect.stringContaining('error too-large: the aliases of this file stand for more than 100000 nodes')]);
  });

  it('is refused when merged lists grow too large', () => {
    const levels = Array.from({ length: 30 }, (_, level) => `l${level + 1}: &l${level + 1} [<<: [*l${level}, *l${level}]]`);

    const found = findings(['l0: &l0 [a, a]', ...levels].join('\n'));

    expect(found).toEqual([expect.stringContaining('error too-large')]);
  });
});

describe('1.1 anchors and merge keys', () => {
  it('repeats what an alias stands for', () => {
    expect(stepsOf('variables: [&img golang, &cmds [one, two]]\nsteps: {a: {image: *img, commands: *cmds}}')).toMatchObject([
      { image: 'golang', commands: ['one', 'two'] },
    ]);
  });

  it("lets a map's own keys win, then those that are merged first", () => {
    const text =
      'variables: [&x {image: x, directory: x, entrypoint: x}, &y {directory: y, pull: true}]\nsteps: {a: {<<: [*x, *y], image: own}}';

    expect(stepsOf(text)).toMatchObject([{ image: 'own', directory: 'x', entrypoint: ['x'], pull: true }]);
  });

  it('merges maps of steps in the place of the merge key', () => {
    const text = 'variables: [&more {b: {image: b}, c: {image: c}}]\nsteps: {a: {image: a}, <<: *more, d: {image: d}, c: {image: own}}';

    expect(stepsOf(text).map(({ name, image }) => `${name} ${image}`)).toEqual(['a a', 'b b', 'd d', 'c own']);
  });

  it.each(['- <<: *more', '- <<: [*more, *more]', '- <<: [*more]\n      - <<: *more'])(
    'puts the items of a list in the place of %j',
    (item) => {
      const commands = stepsOf(
        `variables: [&more [x, y]]\nsteps:\n  - image: a\n    commands:\n      - first\n      ${item}\n      - last`,
      )[0]?.commands;

      expect(commands?.slice(0, 3)).toEqual(['first', 'x', 'y']);
      expect(commands?.at(-1)).toBe('last');
    },
  );

  it('still merges a map that is the only key of an item', () => {
    expect(stepsOf('variables: [&x {image: x, name: n}]\nsteps: [<<: *x]')).toMatchObject([{ name: 'n', image: 'x' }]);
  });

  it('takes a quoted or tagged scalar for text', () => {
    expect(stepOf('environment: {A: "true", B: !!str null, C: null}')?.environment).toEqual({ A: 'true', B: 'null', C: null });
  });
});

it('reads only the first document, and says so', () => {
  expect(findings('skip_clone: true\nsteps: [{image: a}]\n---\nsteps: []')).toEqual([
    '4:1 warning second-document: only the first document of a file is read (put each workflow into a file of its own)',
  ]);
});
