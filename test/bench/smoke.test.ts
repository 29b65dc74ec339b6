import { afterAll, beforeAll, expect, it } from 'vitest';
import { EMBEDDED, MACHINE } from '../../bench/benchmarks.js';
import { localFlag, type Place, startEmbedded } from '../../bench/place.js';
import { FLAGS } from '../../src/cli/flags.js';

let local: string;
let place: Place;

beforeAll(async () => {
  local = await localFlag();
  place = await startEmbedded(local);
});

afterAll(async () => {
  await place.stop();
});

// the figures are not looked at: times of a moment say nothing
it.each(Object.entries(MACHINE))('%s can be measured', async (_, { ROWS, measure }) => {
  const measured = await measure({ scale: 'smoke', local });

  expect(measured.map(({ what }) => what)).toEqual(ROWS);
});

const measurable = Object.entries(EMBEDDED).filter(([name]) => name !== 'ahead' || 'ahead' in FLAGS);

it.each(measurable)('%s can be measured on the embedded cluster', async (_, { ROWS, measure }) => {
  const measured = await measure({ scale: 'smoke', local, place });

  expect(measured.filter(({ figure }) => Number.isFinite(figure)).map(({ what }) => what)).toEqual(ROWS);
});
