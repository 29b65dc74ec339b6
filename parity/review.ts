import type { Difference } from './compare.js';
import type { Comparisons } from './compare-cases.js';
import type { Reviewed } from './reviewed.js';

/** A pattern that hides more than this part of the compared fields says too much. */
const MOST_HIDDEN = 0.05;

/** A pattern with how many differences it hides, and what is wrong with that. */
interface Judged extends Reviewed {
  readonly count: number;
  readonly problem?: string;
}

export interface ParityVerdict {
  /** Differences that no pattern hides. */
  readonly open: readonly Difference[];
  readonly patterns: readonly Judged[];
  readonly failed: boolean;
}

/** `mustAllHide`: a pattern that hides nothing is wrong. */
export function judge(
  { compared, differences }: Pick<Comparisons, 'compared' | 'differences'>,
  { reviewed, mustAllHide }: { readonly reviewed: readonly Reviewed[]; readonly mustAllHide: boolean },
): ParityVerdict {
  const open = differences.filter((difference) => !reviewed.some(({ matches }) => matches(difference)));
  const patterns = reviewed.map((pattern) => {
    const count = differences.filter(pattern.matches).length;
    const problem = count > compared * MOST_HIDDEN ? 'hides too much' : count === 0 && mustAllHide ? 'hides nothing' : undefined;
    return { ...pattern, count, problem };
  });
  return { open, patterns, failed: open.length > 0 || patterns.some(({ problem }) => problem !== undefined) };
}

export function verdictText({ compared, differences, waiting }: Comparisons, { open, patterns }: ParityVerdict): string {
  const told = open.map(
    ({ case: id, object, field, ours, theirs }) =>
      `${id}: ${object}: ${field}: ${JSON.stringify(ours)} in place of ${JSON.stringify(theirs)}`,
  );
  const listed = patterns.map(({ cites, why, count, problem }) => `reviewed ${cites}: ${count}: ${why}${problem ? ` (${problem})` : ''}`);
  const waits = waiting > 0 ? [`${waiting} waiting: their steps are not the same yet`] : [];
  const sums = `${compared - differences.length} equal, ${open.length} different, ${differences.length - open.length} reviewed`;
  return [...told, ...listed, ...waits, sums].join('\n');
}
