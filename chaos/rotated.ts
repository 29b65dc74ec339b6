import { print } from './lines/print.js';
import { type ClusterProofOptions, demand, type Figures } from './proof.js';

/** The node looks every 10 s whether a log has grown beyond its limit: while the server is away it throws some of this one away. */
const OUTAGE = { lines: 240_000, padding: 1000, kills: 3, upMs: 8_000, downMs: 12_000 };

const WHAT = 'numbered lines, API server killed meanwhile, logs rotated on the node at 10Mi';
export const ROWS = [WHAT];

/** Of a log that its node rotates every line arrives once and in order, but for those that the node threw away: they are announced. */
export async function prove({ bed }: ClusterProofOptions): Promise<Figures> {
  const { numbers, gaps } = await bed.withLogLimit('10Mi', async () => print(bed, OUTAGE));
  let [last, lost] = [0, 0];
  for (const [index, number] of [...numbers, OUTAGE.lines + 1].entries()) {
    demand(number > last, `line ${number} came after line ${last}`);
    demand(number === last + 1 || gaps.has(index), `lines ${last + 1} to ${number - 1} are missing without a word`);
    lost += number - last - 1;
    last = number;
  }
  demand(lost > 0, 'the node has thrown nothing away: nothing was proved');
  return [
    {
      what: WHAT,
      figure: `${numbers.length} lines arrived, ${OUTAGE.kills} kills, ${lost} lines lost in ${gaps.size} announced gaps: 0 unannounced, 0 doubled`,
      mustShow: 'every loss announced',
    },
  ];
}
