import { readFile, writeFile } from 'node:fs/promises';
import type { Figure, Figures } from './proof.js';

/** How figures were come by. */
export interface Measurement {
  readonly figures: Figures;
  readonly command: string;
  /** Day, such as 2026-11-23. */
  readonly date: string;
  readonly seed: number;
}

const HEAD = `# Reliability

What podline promises, and what was measured. \`npm run chaos\` writes this page: each row is a proof in \`chaos/\`, which throws
where its promise does not hold; a smaller one of each runs with every change (\`.ci/run\`).

| what | figure | must show | command | date | seed |
|---|---|---|---|---|---|
`;

/** The figures as a table for a person: what, figure, must show. */
export function tableText(figures: Figures): string {
  return figures.map(({ what, figure, mustShow }) => `${what}\n  ${figure}\n  (must show: ${mustShow})\n`).join('');
}

/** Writes the page; rows that were not measured this time stay as they are. */
export async function writePage(file: string, measurement: Measurement): Promise<void> {
  const page = await readFile(file, 'utf8').catch(() => HEAD);
  const measured = new Map(measurement.figures.map((figure) => [cell(figure.what), rowText(figure, measurement)]));
  const rows = page
    .slice(page.indexOf('|---'))
    .split('\n')
    .slice(1)
    .filter((row) => row.startsWith('| '));
  const kept = rows.map((row) => {
    const what = /^\| (.*?) \| /.exec(row)?.[1] ?? '';
    const again = measured.get(what);
    measured.delete(what);
    return again ?? row;
  });
  await writeFile(file, `${HEAD}${[...kept, ...measured.values()].join('\n')}\n`);
}

function rowText({ what, figure, mustShow }: Figure, { command, date, seed }: Measurement): string {
  return `| ${[what, figure, mustShow, `\`${command}\``, date, String(seed)].map(cell).join(' | ')} |`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
