import { setTimeout as sleep } from 'node:timers/promises';
import type { Bed } from './bed.js';
import { type ClusterProofOptions, demand, type Figure, type Figures } from './proof.js';

/** How a step prints, and how often and long the API server is away meanwhile. */
interface Outage {
  readonly lines: number;
  /** Bytes that each line is filled up with. */
  readonly padding: number;
  readonly kills: number;
  readonly upMs: number;
  readonly downMs: number;
}

const WHOLE = {
  ci: { lines: 100_000, padding: 0, kills: 2, upMs: 3_000, downMs: 2_000 },
  full: { lines: 1_000_000, padding: 0, kills: 10, upMs: 8_000, downMs: 5_000 },
};
/** The node looks every 10 s whether a log has grown beyond its limit: while the server is away it throws some of this one away. */
const ROTATED = {
  ci: { lines: 80_000, padding: 1000, kills: 1, upMs: 3_000, downMs: 12_000 },
  full: { lines: 240_000, padding: 1000, kills: 3, upMs: 8_000, downMs: 12_000 },
};
const BURST = 500;
/** After each burst; with it, a step prints until after the last kill. */
const PAUSE_SECONDS = 0.25;
const MIB = 2 ** 20;
/** Bytes that the node puts before each line. */
const STAMP_BYTES = 50;

/** Every line of a log arrives once and in order, while the API server is killed; what the node threw away is announced. */
export async function prove({ scale, bed }: ClusterProofOptions): Promise<Figures> {
  const limit = await bed.logLimit();
  const figures: Figure[] = [];
  if (WHOLE[scale].lines * (STAMP_BYTES + String(WHOLE[scale].lines).length) < limit) figures.push(await everyLine(bed, WHOLE[scale]));
  if (limit <= 10 * MIB) figures.push(await everyLoss(bed, ROTATED[scale]));
  return figures;
}

async function everyLine(bed: Bed, outage: Outage): Promise<Figure> {
  const { numbers } = await print(bed, outage);
  const wrong = numbers.findIndex((number, index) => number !== index + 1);
  demand(wrong < 0, `line ${wrong + 1} of the log is number ${numbers[wrong]}`);
  demand(numbers.length === outage.lines, `${numbers.length} lines arrived of ${outage.lines}`);
  return {
    what: 'numbered lines, API server killed meanwhile',
    figure: `${numbers.length} lines, ${outage.kills} kills: 0 missing, 0 doubled`,
    mustShow: 'every line once, in order',
  };
}

async function everyLoss(bed: Bed, outage: Outage): Promise<Figure> {
  const { numbers, gaps } = await print(bed, outage);
  let [last, lost] = [0, 0];
  for (const [index, number] of [...numbers, outage.lines + 1].entries()) {
    demand(number > last, `line ${number} came after line ${last}`);
    demand(number === last + 1 || gaps.has(index), `lines ${last + 1} to ${number - 1} are missing without a word`);
    lost += number - last - 1;
    last = number;
  }
  demand(lost > 0, 'the node has thrown nothing away: nothing was proved');
  return {
    what: 'numbered lines, API server killed meanwhile, logs rotated on the node at 10Mi',
    figure: `${numbers.length} lines arrived, ${lost} lost in ${gaps.size} announced gaps: 0 unannounced, 0 doubled`,
    mustShow: 'every loss announced',
  };
}

interface Printed {
  readonly numbers: readonly number[];
  /** How many lines had arrived when a gap was announced. */
  readonly gaps: ReadonlySet<number>;
}

async function print(bed: Bed, { lines, padding, kills, upMs, downMs }: Outage): Promise<Printed> {
  const script = `BEGIN { pad = sprintf("%${padding}s", ""); for (i = 1; i <= ${lines}; i++) { print i pad; if (i % ${BURST} == 0) { fflush(); system("sleep ${PAUSE_SECONDS}") } } }`;
  const workflow = { skip_clone: true, steps: { count: { image: 'alpine', commands: [`awk '${script}'`] } } };
  return bed.inNamespace(async (namespace) => {
    const podline = await namespace.start(JSON.stringify(workflow), '--output', 'json');
    await podline.until('"type":"log"');
    let killedAt = 0;
    for (let kill = 0; kill < kills; kill++) {
      await sleep(upMs);
      killedAt = Date.now();
      await bed.killApi(downMs);
    }
    const output = await podline.end();
    demand(output.status === 0, `the run ended with ${output.status}: ${output.stderr}`);
    demand((output.result('count').finishedAt ?? 0) > killedAt, 'the step had ended before the last kill');
    const numbers: number[] = [];
    const gaps = new Set<number>();
    for (const event of output.events) {
      if (event.type === 'log-gap') gaps.add(numbers.length);
      else if (event.type === 'log' && !event.text.startsWith('+')) numbers.push(Number.parseInt(event.text, 10));
    }
    return { numbers, gaps };
  });
}
