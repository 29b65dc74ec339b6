import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeRows } from '../scripts/measured-page.js';
import { holds, type Measured, ratioOf } from './benchmark.js';
import { rowName, type Where } from './benchmarks.js';
import { baselineText, figureText, mustText, ratioText } from './text.js';

/** How figures were come by. */
export interface Measurement {
  readonly benchmark: string;
  readonly measured: readonly Measured[];
  readonly where: Where;
  /** Processors, memory and versions. */
  readonly machine: string;
  readonly command: string;
  /** Day, such as 2026-11-23. */
  readonly date: string;
}

const HEAD = `# Performance

How long podline takes, and against what. \`npm run bench\` (on this machine and the embedded cluster) and \`npm run bench -- --cluster\`
(on the cluster of PODLINE_E2E_KUBECONFIG) write this page; no figure in it is written by hand. Times are those of one machine on
one day, on which other things ran too: what counts is the ratio to the baseline, which the same run measured.

| what | figure | baseline | ratio | must be | machine | command | date |
|---|---|---|---|---|---|---|---|
`;

/** A row for a person. */
export function rowText(measured: Measured): string {
  const ratio = ratioText(measured);
  const lines = [
    `${holds(measured) ? 'ok  ' : 'MISS'} ${measured.what}`,
    `     ${figureText(measured)}; must be ${mustText(measured)}`,
    ...(measured.baseline ? [`     baseline ${baselineText(measured)}, ratio ${ratio}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Writes the figures into the page; those that were not measured this time stay as they are. */
export async function writePage(
  file: string,
  { measured, where, machine, command, date }: Measurement,
  order: readonly string[],
): Promise<void> {
  const rows = measured.map((each) => [
    rowName(each.what, where),
    figureText(each),
    baselineText(each),
    ratioText(each),
    mustText(each),
    machine,
    `\`${command}\``,
    date,
  ]);
  await writeRows({ file, head: HEAD, order }, rows);
}

/** Writes the figures as JSON, for programs. */
export async function writeJson(folder: string, { measured, ...how }: Measurement): Promise<void> {
  const rows = measured.map((each) => ({ ...each, ratio: ratioOf(each), holds: holds(each) }));
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${how.benchmark}.${how.where}.json`), `${JSON.stringify({ ...how, rows }, null, 2)}\n`);
}
