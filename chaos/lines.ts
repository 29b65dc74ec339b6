import { print } from './lines/print.js';
import { type ClusterProofOptions, demand, type Figures } from './proof.js';

const OUTAGE = {
  ci: { lines: 100_000, padding: 0, kills: 2, upMs: 3_000, downMs: 2_000 },
  full: { lines: 1_000_000, padding: 0, kills: 10, upMs: 8_000, downMs: 5_000 },
};

const WHAT = 'numbered lines, API server killed meanwhile';
export const ROWS = [WHAT];

/** Every line of a log arrives once and in order, while the API server is killed. */
export async function prove({ scale, bed }: ClusterProofOptions): Promise<Figures> {
  const outage = OUTAGE[scale];
  const { numbers, gaps } = await bed.withLogLimit('1Gi', async () => print(bed, outage));
  const wrong = numbers.findIndex((number, index) => number !== index + 1);
  demand(wrong < 0, `line ${wrong + 1} of the log is number ${numbers[wrong]}`);
  demand(numbers.length === outage.lines, `${numbers.length} lines arrived of ${outage.lines}`);
  demand(gaps.size === 0, `a loss was announced, and nothing was lost`);
  return [
    { what: WHAT, figure: `${numbers.length} lines, ${outage.kills} kills: 0 missing, 0 doubled`, mustShow: 'every line once, in order' },
  ];
}
