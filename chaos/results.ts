import { writeRows } from '../scripts/measured-page.js';
import type { Figures } from './proof.js';

/** How figures were come by. */
export interface Measurement {
  readonly figures: Figures;
  readonly command: string;
  /** Day, such as 2026-11-23. */
  readonly date: string;
  readonly seed: number;
}

const HEAD = `# Reliability

What podline promises, and what was measured. \`npm run chaos\` writes this page: each row is a proof in \`chaos/\`, which fails
where its promise does not hold; a smaller one of each runs with every change (\`.ci/run\`). Same seed, same workflows, faults and
moments. Whatever runs on a real cluster, here and in \`test/scenarios/\`, runs by an account that has the [least Role](kubernetes.md)
in its namespace and no other right; \`test/scenarios/least-role.test.ts\` compares that Role with the requests that a proxy saw, and
proves that an error names a right that is missing.

What a node throws away nobody can read: the beginning of a log that it rotates faster than it is read, and the end of one that
containerd is two seconds late to take ([#11150](https://github.com/containerd/containerd/issues/11150)). podline tells of both, in
a line where they are missing (\`log-gap\`).

| what | figure | must show | command | date | seed |
|---|---|---|---|---|---|
`;

/** The figures as a table for a person: what, figure, must show. */
export function tableText(figures: Figures): string {
  return figures.map(({ what, figure, mustShow }) => `${what}\n  ${figure}\n  (must show: ${mustShow})\n`).join('');
}

/**
 * Writes the page; rows that were not measured this time stay as they are.
 *
 * @param order - all rows that the page may have
 */
export async function writePage(file: string, { figures, command, date, seed }: Measurement, order: readonly string[]): Promise<void> {
  const rows = figures.map(({ what, figure, mustShow }) => [what, figure, mustShow, `\`${command}\``, date, String(seed)]);
  await writeRows({ file, head: HEAD, order }, rows);
}
