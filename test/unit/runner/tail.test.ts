import { describe, expect, it } from 'vitest';
import type { Cluster, LastLine, LogEntry } from '../../../src/cluster/cluster.js';
import { endTrailer, startMarker } from '../../../src/contract/markers.js';
import { maskOf } from '../../../src/runner/mask.js';
import { tail } from '../../../src/runner/tail.js';

const nonce = 'n0nce';
const start = startMarker(nonce).trimEnd();
const end = endTrailer(nonce, 0).trim();

/** Reads these lines, one a second from 10:00:00 on; `{ gap }` stands for lines that were lost. */
async function read(entries: readonly (string | { readonly gap: string })[], { isOwed = false } = {}) {
  const shown: string[] = [];
  let open = 0;
  let lastLine: LastLine | undefined;
  const cluster: Pick<Cluster, 'followLog'> = {
    async *followLog(_pod, options) {
      open++;
      try {
        for (const [second, entry] of entries.entries()) {
          const log: LogEntry =
            typeof entry === 'string'
              ? { type: 'line', at: `2026-01-01T10:00:${String(second).padStart(2, '0')}.5Z`, bytes: Buffer.from(entry) }
              : { type: 'gap', message: entry.gap };
          yield [log];
        }
        lastLine = options.lastLine?.();
      } finally {
        open--;
      }
    },
  };
  const result = await tail(cluster, {
    step: 'build',
    attempt: 1,
    pod: 'pod',
    nonce,
    mask: maskOf(['hunter2']),
    ended: () => true,
    owesTrailer: () => isOwed,
    now: () => 0,
    signal: new AbortController().signal,
    emit: async (event) => {
      if (event.type === 'log') shown.push(`${event.line} ${Buffer.from(event.bytes).toString()}`);
      if (event.type === 'log-gap') shown.push(`- ${event.message}`);
    },
  });
  return { shown, result, open, lastLine };
}

describe('tail', () => {
  it('tells each line between marker and trailer, and when those came', async () => {
    const { shown, result } = await read([start, 'one', 'two', '', end]);

    expect(shown).toEqual(['1 one', '2 two']);
    expect(result).toEqual({
      lines: 2,
      lastLines: ['one', 'two'],
      startedAt: Date.parse('2026-01-01T10:00:00.5Z'),
      finishedAt: Date.parse('2026-01-01T10:00:04.5Z'),
      exitCode: 0,
    });
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['the line feed before the trailer', [start, 'one', '', end], ['1 one']],
    ['no empty line of the script before it', [start, 'one', '', '', end], ['1 one', '2 ']],
    ['nothing of a last line without an end', [start, 'one', end], ['1 one']],
    ['nothing where the trailer is missing', [start, 'one', '', ''], ['1 one', '2 ', '3 ']],
    ['no empty line in the middle', [start, '', '', 'one', '', end], ['1 ', '2 ', '3 one']],
    ['no line of a script that printed nothing', [start, '', end], []],
  ])('leaves out %s', async (_, lines, expected) => {
    expect((await read(lines)).shown).toEqual(expected);
  });

  it.each([
    ['another nonce', end.replace(nonce, 'forged')],
    ['something behind it', `${end} 0`],
    ['something before it', ` ${end}`],
    ['an exit code that is none', end.replace(/0$/, 'zero')],
  ])('takes a trailer with %s for output', async (_, forged) => {
    const { shown } = await read([start, forged, 'more', '', end]);

    expect(shown).toEqual([`1 ${forged}`, '2 more']);
  });

  it('shows what stands behind a trailer: a script may have forged it', async () => {
    const { shown, open } = await read([start, 'one', '', end, 'two', '', end]);

    expect(shown).toEqual(['1 one', '2 two']);
    expect(open).toBe(0);
  });

  it('needs no closing reading once the trailer was the last line, and one where it was not', async () => {
    const { lastLine } = await read([start, 'one', '', end]);
    const { lastLine: behind } = await read([start, 'one', '', end, 'two']);

    expect(lastLine).toBe('seen');
    expect(behind).toBe('unknown');
  });

  it('announces lost lines where they are missing', async () => {
    const { shown } = await read([start, 'one', { gap: 'lines were lost' }, 'two', '', end]);

    expect(shown).toEqual(['1 one', '- lines were lost', '2 two']);
  });

  it('waits for a trailer that is owed, and says so where it does not come', async () => {
    const { shown, lastLine } = await read([start, 'one'], { isOwed: true });

    expect(lastLine).toBe('owed');
    expect(shown).toEqual(['1 one', expect.stringContaining('- the end of the log is missing')]);
  });

  it.each<[string, readonly (string | { readonly gap: string })[], readonly string[]]>([
    ['has it', [start, 'one', '', end], ['1 one']],
    ['has a line behind it', [start, 'one', '', end, 'two'], ['1 one', '2 two']],
    ['was said to lack lines', [start, 'one', { gap: 'lines were lost' }], ['1 one', '- lines were lost']],
  ])('misses no trailer where the log %s', async (_, lines, expected) => {
    expect((await read(lines, { isOwed: true })).shown).toEqual(expected);
  });

  it('masks what it tells and what it keeps of the end', async () => {
    const { shown, result } = await read(['the password is hunter2']);

    expect(shown).toEqual(['1 the password is ********']);
    expect(result.lastLines).toEqual(['the password is ********']);
  });

  it('keeps the last 20 lines', async () => {
    const { result } = await read(Array.from({ length: 50 }, (_, index) => `line ${index}`));

    expect(result.lines).toBe(50);
    expect(result.lastLines).toHaveLength(20);
    expect(result.lastLines.at(-1)).toBe('line 49');
  });
});
