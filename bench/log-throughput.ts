import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Bed } from '../test/scenarios/bed.js';
import { createBarePod, untilPod } from './bare-pods.js';
import type { ClusterBenchOptions, Measured, Must, Scale } from './benchmark.js';
import type { Place } from './place.js';
import { PODLINE, runProgram } from './program.js';
import { readRawLog } from './raw-log.js';
import { workflowOf } from './runs.js';

const MB = 1_000_000;
const BYTES = { full: 100 * MB, smoke: 100_000 };
/** Of a line, with its end. */
const SHORT = 100;
const LONG = 1000;
/** A node sends line by line, and may take longer for it than podline does. */
const LEAST: Readonly<Record<Place['name'], Must>> = {
  embedded: { of: 'figure', least: 20 },
  cluster: { of: 'ratio', least: 0.8 },
};
/** To the half of the log: it does not grow with the length, but for what is not collected yet. */
const MEMORY_RATIO = 1.5;

const SPEED = '100 MB of log through one step, lines of 100 bytes';
const LONG_SPEED = '100 MB of log through one step, lines of 1,000 bytes';
const MEMORY = '100 MB of log through one step: most resident memory';
export const ROWS = [SPEED, MEMORY, LONG_SPEED];

/** How fast a long log passes, and that it does not stay in memory. */
export async function measure({ scale, place }: ClusterBenchOptions): Promise<readonly Measured[]> {
  const onCluster = async (print: Print) =>
    Bed.use(place, async (bed) => passThrough(bed.folder, print, ['--kubeconfig', bed.kubeconfig, '--namespace', bed.namespace]));
  const [shortLines, longLines] = [printsOf(scale, SHORT), printsOf(scale, LONG)];
  const measured = {
    raw: await rawSpeed(place, shortLines.all),
    all: await onCluster(shortLines.all),
    half: await onCluster(shortLines.half),
  };
  const raw = await rawSpeed(place, longLines.all);
  return [
    speedRow(SPEED, { raw: measured.raw, speed: measured.all.speed, must: LEAST[place.name] }),
    memoryRow(MEMORY, measured),
    speedRow(LONG_SPEED, { raw, speed: (await onCluster(longLines.all)).speed, must: { of: 'figure', least: 20 } }),
  ];
}

/** The same where one process is cluster and client. */
export const locally = {
  ROWS: [
    '100 MB of log through one step of run --local, lines of 100 bytes',
    '100 MB of log through one step of run --local: most resident memory',
  ],
  measure: async ({ scale, place, local }: ClusterBenchOptions): Promise<readonly Measured[]> => {
    const [speedWhat = '', memoryWhat = ''] = locally.ROWS;
    const folder = await mkdtemp(path.join(tmpdir(), 'podline-bench-'));
    try {
      const { all, half } = printsOf(scale, SHORT);
      const measured = { all: await passThrough(folder, all, [local]), half: await passThrough(folder, half, [local]) };
      const raw = await rawSpeed(place, all);
      return [speedRow(speedWhat, { raw, speed: measured.all.speed, must: LEAST.embedded }), memoryRow(memoryWhat, measured)];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

interface Print {
  readonly lines: number;
  readonly lineBytes: number;
}

function printsOf(scale: Scale, lineBytes: number): { readonly all: Print; readonly half: Print } {
  return { all: { lines: BYTES[scale] / lineBytes, lineBytes }, half: { lines: BYTES[scale] / 2 / lineBytes, lineBytes } };
}

interface Passage {
  readonly speed: number;
  readonly memoryMiB: number;
}

function speedRow(what: string, { speed, raw, must }: { readonly speed: number; readonly raw: number; readonly must: Must }): Measured {
  return { what, figure: speed, unit: 'MB/s', baseline: { what: 'raw log stream', figure: raw }, must };
}

function memoryRow(what: string, { all, half }: { readonly all: Passage; readonly half: Passage }): Measured {
  const baseline = { what: '50 MB', figure: half.memoryMiB };
  return { what, figure: all.memoryMiB, unit: 'MiB', baseline, must: { of: 'ratio', most: MEMORY_RATIO } };
}

async function rawSpeed(place: Place, print: Print): Promise<number> {
  return Bed.use(place, async (bed) => {
    await createBarePod(bed.cluster, { name: 'printer', script: scriptOf(print) });
    await untilPod(bed.cluster, 'printer', ({ status }) => status?.phase !== 'Pending');
    const flow = new Flow();
    await readRawLog(bed, 'printer', (chunk) => flow.push(chunk));
    return flow.speedOf(print, print.lines);
  });
}

async function passThrough(folder: string, print: Print, where: readonly string[]): Promise<Passage> {
  const file = path.join(folder, 'workflow.yaml');
  await writeFile(file, workflowOf({ print: { commands: [scriptOf(print)] } }));
  const flow = new Flow();
  const { memoryMiB } = await runProgram([...PODLINE, 'run', file, ...where], { cwd: folder, onOutput: (chunk) => flow.push(chunk) });
  // the shell's own line tells what it runs
  return { speed: flow.speedOf(print, print.lines + 1), memoryMiB };
}

function scriptOf({ lines, lineBytes }: Print): string {
  return `yes ${'x'.repeat(lineBytes - 1)} | head -n ${lines}`;
}

/** Lines as they come. */
class Flow {
  private lines = 0;
  private first = 0;
  private last = 0;

  push(chunk: Buffer): void {
    this.last = performance.now();
    this.first ||= this.last;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) this.lines++;
  }

  /** MB/s from the first byte to the last; so many lines have to be there. */
  speedOf({ lines, lineBytes }: Print, expected: number): number {
    if (this.lines !== expected) throw new Error(`${this.lines} of ${expected} lines arrived`);
    return (lines * lineBytes) / MB / ((this.last - this.first) / 1000);
  }
}
