import { describe, expect, it } from 'vitest';
import { findings, stepsOf } from './read.js';

/** A step whose list of commands is written in this way. */
const withCommands = (commands: string) => `steps:\n  a:\n    image: x\n    commands: ${commands}\n`;

describe('1.1 lines within brackets and quotes', () => {
  it.each([
    ['a bracket that closes below its key', '[\n      a,\n      b\n    ]', ['a', 'b']],
    ['a bracket at the left', '[\na,\nb\n]', ['a', 'b']],
    ['the line ends of Windows', '[\r\n  a,\r\n  b\r\n]', ['a', 'b']],
    ['comments and empty lines', '[ # first\n  a,\n\n# second\n  b\n  ]', ['a', 'b']],
    ['text without quotes', '[a\nb,\nc]', ['a b', 'c']],
    ['double quotes', '"a\n b\\\n c"', ['a bc']],
    ['single quotes', "['a\nb', c]", ['a b', 'c']],
    ['anchors', '[&x a,\n*x]', ['a', 'a']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: substitution is what is tested
    ['a variable that is replaced', '[\n"${CI_COMMIT_BRANCH}",\nb]', ['main', 'b']],
    ['many lines', `[\n${'a,\n'.repeat(300)}]`, Array.from({ length: 300 }, () => 'a')],
  ])('may begin anywhere: %s', (_title, text, commands) => {
    expect(findings(withCommands(text))).toEqual([]);
    expect(stepsOf(withCommands(text))).toMatchObject([{ commands }]);
  });

  it('may begin anywhere in maps and in items of lists', () => {
    const text = 'steps:\n- {name: a, image: x,\ncommands: [y], when: {\nevent: [\nmanual\n]\n}\n}\n';

    expect(stepsOf(text)).toMatchObject([{ name: 'a', image: 'x', commands: ['y'] }]);
  });

  it('do not move what is found behind them', () => {
    const list = withCommands('[\n  a,\n  b\n]');

    expect(findings(`${list}    pul: true\n`)).toEqual([expect.stringMatching(/^8:5 warning unknown-key/)]);
    expect(findings(`${list}    settings: {a: b,\n   a: c}\n`)).toEqual([expect.stringMatching(/^9:4 error duplicate-key/)]);
  });

  it.each([
    ['a bracket', withCommands('[a, b\n  c:\n    image: x')],
    ['a brace', withCommands('{a: b\n  c:\n    image: x')],
    ['a quote', withCommands('"a\n  c:\n    image: x')],
    ['a bracket behind one that is closed', `${withCommands('[\n  a\n]')}  b:\n    image: x\n    commands: [y\n  c:\n    image: z`],
  ])('are told where %s is not closed', (_title, text) => {
    const line = text.trimEnd().split('\n').length - 1;

    expect(findings(text)).toEqual([
      expect.stringContaining(`${line}:3 error yaml-syntax: deficient indentation (close the bracket or quote that is open before it)`),
    ]);
  });

  it('do not hide what is wrong behind them', () => {
    expect(findings(`${withCommands('[\n  a\n]')}  b: c: d\n`)).toEqual([
      expect.stringContaining('7:7 error yaml-syntax: bad indentation of a mapping entry'),
    ]);
  });

  it('are no longer read when they are too many', () => {
    expect(findings(withCommands(`[\n${'a,\n'.repeat(20_000)}]`))).toEqual([expect.stringContaining('5:1 error yaml-syntax')]);
  });
});
