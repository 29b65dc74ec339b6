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

it('replaces the rows that were measured again, and keeps the others', async () => {
  const file = path.join(folder, 'page.md');
  const how = { command: 'npm run chaos', date: '2026-11-23', seed: 1 };
  const row = (what: string, figure: string) => ({ what, figure, mustShow: 'all' });

  await writePage(file, { ...how, figures: [row('a | b', '1 of 2'), row('c', '3')] });
  await writePage(file, { ...how, seed: 2, figures: [row('d', '4'), row('a | b', '2 of 2')] });

  const rows = (await readFile(file, 'utf8')).split('\n').filter((line) => /^\| (a|c|d) /.test(line));
  expect(rows).toEqual([
    '| a \\| b | 2 of 2 | all | `npm run chaos` | 2026-11-23 | 2 |',
    '| c | 3 | all | `npm run chaos` | 2026-11-23 | 1 |',
    '| d | 4 | all | `npm run chaos` | 2026-11-23 | 2 |',
  ]);
});
