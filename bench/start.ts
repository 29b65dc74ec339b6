import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../test/scenarios/podline.js';
import type { BenchOptions, Measured } from './benchmark.js';
import { PODLINE, runProgram } from './program.js';
import { chainOf } from './runs.js';
import { median } from './statistics.js';

const ROUNDS = { full: 15, smoke: 1 };

const HELP = 'podline --help';
const SYNTH = 'podline synth of one step';
const LOCAL = 'podline run --local of one step that says hello';
export const ROWS = [HELP, SYNTH, LOCAL];

/** How long the program takes to start, and to do the least. */
export async function measure({ scale, local }: BenchOptions): Promise<readonly Measured[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'podline-bench-'));
  try {
    await writeFile(path.join(folder, 'hello.yaml'), chainOf(1, ['echo hello']));
    const time = async (cwd: string, ...args: readonly string[]) => (await runProgram(args, { cwd })).seconds * 1000;
    const times = { node: [] as number[], cdk8s: [] as number[], help: [] as number[], synth: [] as number[], local: [] as number[] };
    // in turns, because the machine is faster at one time than at another
    for (let round = 0; round < ROUNDS[scale]; round++) {
      times.node.push(await time(folder, '-e', '0'));
      times.cdk8s.push(await time(ROOT, '-e', 'import("cdk8s")'));
      times.help.push(await time(folder, ...PODLINE, '--help'));
      times.synth.push(await time(folder, ...PODLINE, 'synth', '-o', '-', 'hello.yaml'));
      times.local.push(await time(folder, ...PODLINE, 'run', local, 'hello.yaml'));
    }
    const node = { what: 'node -e 0', figure: median(times.node) };
    const cdk8s = { what: 'node that loads cdk8s alone', figure: median(times.cdk8s) };
    const unit = 'ms';
    const detail = `median of ${ROUNDS[scale]}`;
    return [
      { what: HELP, figure: median(times.help), unit, detail, baseline: node, must: { of: 'ratio', most: 2.5 } },
      { what: SYNTH, figure: median(times.synth), unit, detail, baseline: cdk8s, must: { of: 'ratio', most: 2 } },
      { what: LOCAL, figure: median(times.local), unit, detail, baseline: cdk8s, must: { of: 'ratio', most: 4 } },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
