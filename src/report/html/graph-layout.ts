import type { StepId, StepInfo } from '../events.js';

/** Where a step stands in the drawing of a graph: columns count from the left, rows from the top. */
export interface Place {
  readonly step: StepId;
  readonly column: number;
  readonly row: number;
}

/** Places each step in the column behind all it waits for, near to those. */
export function graphLayout(steps: readonly StepInfo[]): readonly Place[] {
  const columnOf = columnsOf(steps);
  const rowOf = new Map<StepId, number>();
  const columns = Math.max(-1, ...columnOf.values()) + 1;
  const byColumn = Array.from({ length: columns }, (_, column) => steps.filter(({ step }) => columnOf.get(step) === column));
  for (const members of byColumn) {
    const wanted = members.map((info, index) => ({ info, index, row: middleOf(info.dependsOn, rowOf) ?? index }));
    wanted.sort((a, b) => a.row - b.row || a.index - b.index);
    for (const [row, { info }] of wanted.entries()) rowOf.set(info.step, row);
  }
  return steps.map(({ step }) => ({ step, column: columnOf.get(step) ?? 0, row: rowOf.get(step) ?? 0 }));
}

function columnsOf(steps: readonly StepInfo[]): ReadonlyMap<StepId, number> {
  const infos = new Map(steps.map((info) => [info.step, info]));
  const columns = new Map<StepId, number>();
  // what comes first in a file need not come first in the graph; each round settles one column at least
  for (let open = steps; open.length > 0; ) {
    const later = open.filter(({ step, dependsOn }) => {
      const before = dependsOn.filter((id) => infos.has(id) && id !== step);
      if (before.some((id) => !columns.has(id))) return true;
      columns.set(step, Math.max(-1, ...before.map((id) => columns.get(id) ?? 0)) + 1);
      return false;
    });
    // a circle, which only a file that somebody wrote by hand can hold
    if (later.length === open.length) for (const { step } of later) columns.set(step, 0);
    open = later.filter(({ step }) => !columns.has(step));
  }
  return columns;
}

function middleOf(ids: readonly StepId[], rowOf: ReadonlyMap<StepId, number>): number | undefined {
  const rows = ids.flatMap((id) => rowOf.get(id) ?? []);
  return rows.length === 0 ? undefined : rows.reduce((sum, row) => sum + row, 0) / rows.length;
}
