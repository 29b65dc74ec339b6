import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { SavedEvent } from '../../../src/store/events-file.js';
import { packLogs } from '../../../src/store/packed-logs.js';
import { shares } from '../../../src/store/shares.js';

const START = Date.parse('2026-01-02T03:04:05Z');

function line(text: string, attempt = 1, step = 'a'): SavedEvent {
  return { type: 'log', at: '2026-01-02T03:04:06.5Z', step, attempt, line: 1, text };
}

async function* given(events: readonly SavedEvent[]): AsyncGenerator<SavedEvent> {
  yield* events;
}

/** The lines of the log of `a` as they were packed, part by part. */
async function packed(events: readonly SavedEvent[], maxBytes = 1e9): Promise<readonly (readonly string[])[]> {
  const size = events.reduce((sum, event) => sum + (event.type === 'log' ? (event.text ?? '').length + 1 : 0), 0);
  const logs = await packLogs(given(events), { startedAt: START, sizes: new Map([['a', size]]), maxBytes });
  const parts = logs.get('a')?.parts ?? [];
  const unpacked = parts.map(({ base64 }) => gunzipSync(Buffer.from(base64, 'base64')).toString().split('\n'));
  expect(unpacked.map(({ length }) => length)).toEqual(parts.map(({ lines }) => lines));
  return unpacked;
}

describe('packed logs', () => {
  it('hold each line with its time', async () => {
    expect(await packed([line('one'), line(''), line('\tthree')])).toEqual([['15o\tone', '15o\t', '15o\t\tthree']]);
  });

  it('tell in between what podline has to say', async () => {
    const gap: SavedEvent = { type: 'log-gap', at: START, step: 'a', attempt: 1, message: 'lines are\nmissing' };

    expect(await packed([line('one'), gap, line('again', 2)])).toEqual([
      ['15o\tone', '!0\tlines are missing', '!15o\tattempt 2', '15o\tagain'],
    ]);
  });

  it('carry colours on to the next line, until they are taken back or an attempt begins', async () => {
    const [lines] = await packed([
      line('\u001b[1mbold \u001b[31mred'),
      line('both'),
      line('\u001b[0mnone'),
      line('plain'),
      line('\u001b[32mgreen'),
      line('new', 2),
    ]);

    expect(lines?.map((each) => each.split('\t')[1])).toEqual([
      '\u001b[1mbold \u001b[31mred',
      '\u001b[1m\u001b[31mboth',
      '\u001b[1m\u001b[31m\u001b[0mnone',
      'plain',
      '\u001b[32mgreen',
      'attempt 2',
      'new',
    ]);
  });

  it('are parted, so that nobody has to unpack all of it', async () => {
    const parts = await packed(Array.from({ length: 40 }, () => line('x'.repeat(100_000))));

    expect(parts.map(({ length }) => length)).toEqual([11, 11, 11, 7]);
  });

  it('have of a log that is too long the beginning and the end, and say what is missing', async () => {
    const [lines] = await packed(
      Array.from({ length: 100 }, (_, index) => line(String(index).padStart(9, '0'))),
      100,
    );

    expect(lines).toEqual([
      ...[0, 1, 2, 3, 4].map((index) => `15o\t${String(index).padStart(9, '0')}`),
      '!15o\t90 lines left out here: the logs of the run are too long for this page',
      ...[95, 96, 97, 98, 99].map((index) => `15o\t${String(index).padStart(9, '0')}`),
    ]);
  });
});

it('room is shared: who wants little gets that, the others as much as each other', () => {
  expect([
    ...shares(
      new Map([
        ['a', 100],
        ['b', 5],
        ['c', 1000],
      ]),
      85,
    ),
  ]).toEqual([
    ['b', 5],
    ['a', 40],
    ['c', 40],
  ]);
  expect([...shares(new Map([['a', 1]]), 10)]).toEqual([['a', 1]]);
});
