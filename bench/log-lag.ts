import { setTimeout as sleep } from 'node:timers/promises';
import { Bed } from '../test/scenarios/bed.js';
import type { ClusterBenchOptions, Measured } from './benchmark.js';
import { PODLINE, runProgram } from './program.js';
import { readRawLog } from './raw-log.js';
import { stampMs, workflowOf } from './runs.js';
import { median, percentile } from './statistics.js';

const SECONDS = { full: 15, smoke: 0.5 };
const STEPS = { full: 50, smoke: 3 };
const MEMORY_MIB = 200;

const ONE = 'log of a step that prints 1,000 lines/s: written to printed, p50';
const MANY = 'logs of 50 steps at once, 100 lines/s each: written to printed, p50';
const MANY_P99 = 'logs of 50 steps at once: written to printed, p99';
const MANY_MEMORY = 'logs of 50 steps at once: most resident memory';
export const ROWS = [ONE, MANY, MANY_P99, MANY_MEMORY];

/** How long after a step has written a line podline prints it. */
export async function measure(options: ClusterBenchOptions): Promise<readonly Measured[]> {
  return [...(await oneStep(options)), ...(await manySteps(options))];
}

async function oneStep({ scale, place }: ClusterBenchOptions): Promise<readonly Measured[]> {
  const lines = SECONDS[scale] * 1000;
  return Bed.use(place, async (bed) => {
    const raw = new Lags();
    const baseline = onlyPod(bed).then(async (pod) => readRawLog(bed, pod, (chunk) => raw.push(chunk)));
    const [{ lags, perSecond }] = await Promise.all([printed(bed, { print: { commands: [printing(lines, 25, 0.02)] } }, lines), baseline]);
    return [
      {
        what: ONE,
        figure: median(lags),
        unit: 'ms',
        detail: `${lags.length} lines, ${Math.round(perSecond)}/s, p99 ${percentile(lags, 99).toFixed(0)} ms`,
        baseline: { what: 'raw log stream', figure: median(raw.lags) },
        must: { of: 'figure', most: 100 },
      },
    ];
  });
}

async function manySteps({ scale, place }: ClusterBenchOptions): Promise<readonly Measured[]> {
  const lines = SECONDS[scale] * 100;
  const step = { commands: [printing(lines, 100, 1)], depends_on: [] };
  const steps = Object.fromEntries(Array.from({ length: STEPS[scale] }, (_, index) => [`step-${index}`, step]));
  const { lags, memoryMiB } = await Bed.use(place, async (bed) => printed(bed, steps, lines * STEPS[scale], '--max-pods', '100'));
  const detail = `${lags.length} lines`;
  return [
    { what: MANY, figure: median(lags), unit: 'ms', detail, must: { of: 'figure', most: 100 } },
    // the kubelet tells late that a container runs, and until then nobody reads
    { what: MANY_P99, figure: percentile(lags, 99), unit: 'ms', detail, must: { of: 'figure', most: 2500 } },
    { what: MANY_MEMORY, figure: memoryMiB, unit: 'MiB', must: { of: 'figure', most: MEMORY_MIB } },
  ];
}

/** Prints so many lines, a few and then a pause. */
function printing(lines: number, burst: number, pauseSeconds: number): string {
  return `awk 'BEGIN { for (i = 1; i <= ${lines}; i++) { print "line", i; if (i % ${burst} == 0) { fflush(); system("sleep ${pauseSeconds}") } } }'`;
}

interface Printed {
  readonly lags: readonly number[];
  readonly perSecond: number;
  readonly memoryMiB: number;
}

/** Runs steps that print so many lines in all; every one of them has to be printed. */
async function printed(bed: Bed, steps: Parameters<typeof workflowOf>[0], lines: number, ...flags: readonly string[]): Promise<Printed> {
  const seen = new Lags();
  const file = await bed.write('workflow.yaml', workflowOf(steps));
  const where = ['--kubeconfig', bed.kubeconfig, '--namespace', bed.namespace];
  const { memoryMiB } = await runProgram([...PODLINE, 'run', file, '--timestamps', ...where, ...flags], {
    cwd: bed.folder,
    onOutput: (chunk) => seen.push(chunk),
  });
  if (seen.lags.length !== lines) throw new Error(`${seen.lags.length} of ${lines} lines were printed`);
  return { lags: seen.lags, perSecond: seen.perSecond, memoryMiB };
}

/** How long after they were written lines arrive here. */
class Lags {
  readonly lags: number[] = [];
  private rest = '';
  private first = Infinity;
  private last = -Infinity;

  push(chunk: Buffer): void {
    const now = performance.timeOrigin + performance.now();
    const lines = (this.rest + chunk.toString()).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines.filter((each) => /\bline \d+$/.test(each))) {
      const written = stampMs(line.slice(0, line.indexOf(' ')));
      this.first = Math.min(this.first, written);
      this.last = Math.max(this.last, written);
      this.lags.push(now - written);
    }
  }

  get perSecond(): number {
    return (this.lags.length * 1000) / (this.last - this.first);
  }
}

async function onlyPod({ cluster }: Bed): Promise<string> {
  for (;;) {
    const [pod] = await cluster.list('Pod', { fieldSelector: 'status.phase=Running' });
    if (pod) return pod.metadata.name;
    await sleep(20);
  }
}
