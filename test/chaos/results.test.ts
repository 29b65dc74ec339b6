import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writePage } from '../../chaos/results.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'podline-results-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

it('replaces the rows that were measured again, keeps the others, and drops those of no proof', async () => {
  const file = path.join(folder, 'page.md');
  const how = { command: 'npm run chaos', date: '2026-11-23', seed: 1 };
  const row = (what: string, figure: string) => ({ what, figure, mustShow: 'all' });

  await writePage(file, { ...how, figures: [row('a | b', '1 of 2'), row('c', '3'), row('gone', '0')] }, ['a | b', 'c', 'd', 'gone']);
  await writePage(file, { ...how, seed: 2, figures: [row('d', '4'), row('a | b', '2 of 2')] }, ['a | b', 'c', 'd']);

  const rows = (await readFile(file, 'utf8')).split('\n').filter((line) => /^\| (a|c|d|gone) /.test(line));
  expect(rows).toEqual([
    '| a \\| b | 2 of 2 | all | `npm run chaos` | 2026-11-23 | 2 |',
    '| c | 3 | all | `npm run chaos` | 2026-11-23 | 1 |',
    '| d | 4 | all | `npm run chaos` | 2026-11-23 | 2 |',
  ]);
});
