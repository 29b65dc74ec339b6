import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { piecesOf } from '../../../page/ansi.js';
import { LogStore, readLine } from '../../../page/log-store.js';
import { type Matches, search } from '../../../page/search.js';

function storeOf(logs: readonly (readonly (readonly string[])[])[]): LogStore {
  const steps = logs.map((parts, index) => ({ name: `s${index}`, state: 'passed', parts: parts.map(({ length }) => length) }));
  return new LogStore(steps, (step, part) =>
    gzipSync((logs[step]?.[part] ?? []).map((text) => `5\t${text}`).join('\n')).toString('base64'),
  );
}

describe('the colours of a line', () => {
  it.each([
    ['are none in plain text', 'plain', ['plain']],
    ['are those of the terminal by their number', '\u001b[31mred\u001b[0m none \u001b[92;44mboth', ['red:f1', ' none ', 'both:f10,g4']],
    ['come with bold, dim, italic, underlined and struck', '\u001b[1;3mx\u001b[22;4;9my\u001b[2mz', ['x:b,i', 'y:i,u,s', 'z:i,u,s,d']],
    ['may have no number', '\u001b[38;5;208mo\u001b[48;2;1;2;3mt\u001b[39;49mn', ['o#ff8700', 't#ff8700/#010203', 'n']],
    ['are the first sixteen by their number, however they are told', '\u001b[38;5;9mx', ['x:f9']],
    ['are turned around', '\u001b[7;31mx\u001b[27my', ['x:fground,g1', 'y:f1']],
    ['leave other sequences out', 'a\u001b[2Kb\u001b[1Ac', ['a', 'b', 'c']],
  ])('%s', (_title, line, expected) => {
    const shown = piecesOf(line).map(
      ({ text, classes, color, ground }) =>
        `${text}${classes.length > 0 ? `:${classes.join(',')}` : ''}${color ?? ''}${ground ? `/${ground}` : ''}`,
    );

    expect(shown).toEqual(expected);
  });
});

describe('the logs of the page', () => {
  it('are read line by line', () => {
    expect([readLine('15o\ta\tb'), readLine('!0\tattempt 2')]).toEqual([
      { type: 'log', at: 1500, text: 'a\tb' },
      { type: 'word', at: 0, text: 'attempt 2' },
    ]);
  });

  it('are unpacked where somebody looks', async () => {
    const store = storeOf([[['one', 'two'], ['three']]]);
    const before = store.line(0, 2);
    await store.load(0, 2);

    expect([store.lineCount(0), before, store.line(0, 2), store.line(0, 0)]).toEqual([3, undefined, '5\tthree', undefined]);
  });

  it('do not all stay unpacked', async () => {
    const store = storeOf([Array.from({ length: 30 }, (_, index) => [`${index}`])]);
    for (let index = 0; index < 30; index++) await store.load(0, index);

    const here = Array.from({ length: 30 }, (_, index) => store.line(0, index) !== undefined);
    expect(here).toEqual([...Array(6).fill(false), ...Array(24).fill(true)]);
  });
});

describe('the search of the page', () => {
  async function find(store: LogStore, text: string): Promise<readonly Matches[]> {
    let all: readonly Matches[] = [];
    await search(store, text, { signal: new AbortController().signal, onProgress: (found) => (all = found), breathe: async () => {} });
    return all;
  }

  it('finds text in all steps and parts, whatever its case and colours', async () => {
    const store = storeOf([
      [
        ['FAIL a', 'ok'],
        ['no', 'has \u001b[31mfa\u001b[0mil'],
      ],
      [['nothing']],
      [['failed']],
    ]);

    expect(await find(store, 'Fail')).toEqual([
      { step: 0, lines: [0, 3] },
      { step: 2, lines: [0] },
    ]);
  });

  it('does not find what is not in the text', async () => {
    expect(await find(storeOf([[['\u001b[31mred\u001b[0m']]]), '31')).toEqual([]);
    expect(await find(storeOf([[['x']]]), '5')).toEqual([]);
  });
});
