import { setTimeout as sleep } from 'node:timers/promises';
import { STEP_CONTAINER } from '../../src/contract/annotations.js';
import type { Bed as NamespaceBed } from '../../test/scenarios/bed.js';
import type { Bed } from '../bed.js';
import { demand } from '../proof.js';

/** How a step prints, and how often and long the API server is away meanwhile. */
export interface Outage {
  readonly lines: number;
  /** Bytes that each line is filled up with. */
  readonly padding: number;
  readonly kills: number;
  readonly upMs: number;
  readonly downMs: number;
}

const BURST = 500;
/** After each burst: the step prints while the server is killed, not before. */
const PAUSE_SECONDS = 0.2;
/** Lines that the step prints once it is told to, after the last kill. */
const LAST = 5_000;
const GO = '/tmp/go';

export interface Printed {
  readonly numbers: readonly number[];
  /** How many lines had arrived when a gap was announced. */
  readonly gaps: ReadonlySet<number>;
}

/** Runs a step that prints numbered lines while the API server is killed. */
export async function print(bed: Bed, outage: Outage): Promise<Printed> {
  const workflow = { skip_clone: true, steps: { count: { image: 'alpine', commands: [`awk '${script(outage)}'`] } } };
  return bed.inNamespace(async (namespace) => {
    const podline = await namespace.start(JSON.stringify(workflow), '--output', 'json');
    await podline.until('"type":"log"');
    for (let kill = 0; kill < outage.kills; kill++) {
      await sleep(outage.upMs);
      await bed.killApi(outage.downMs);
    }
    await bed.eventually(async () => letGo(bed, namespace));
    const output = await podline.end();
    demand(output.status === 0, `the run ended with ${output.status}: ${output.stderr}`);
    const numbers: number[] = [];
    const gaps = new Set<number>();
    for (const event of output.events) {
      if (event.type === 'log-gap') gaps.add(numbers.length);
      else if (event.type === 'log' && !event.text.startsWith('+')) numbers.push(Number.parseInt(event.text, 10));
    }
    return { numbers, gaps };
  });
}

/** Prints numbered lines in bursts; the last ones wait for {@link letGo}. */
function script({ lines, padding }: Outage): string {
  return [
    `BEGIN { pad = sprintf("%${padding}s", ""); for (i = 1; i <= ${lines}; i++) { print i pad;`,
    `if (i % ${BURST} == 0) { fflush(); system("sleep ${PAUSE_SECONDS}") }`,
    `if (i == ${lines - LAST}) system("until [ -e ${GO} ]; do sleep 0.1; done") } }`,
  ].join(' ');
}

async function letGo({ kubectl }: Bed, { cluster, namespace }: NamespaceBed): Promise<void> {
  const [pod] = await cluster.list('Pod');
  await kubectl('exec', pod?.metadata.name ?? '', '--namespace', namespace, '--container', STEP_CONTAINER, '--', 'touch', GO);
}
