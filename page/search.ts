import { withoutSequences } from '../src/report/neutralize.js';
import { type LogStore, readLine } from './log-store.js';

/** Lines of a step that hold what is looked for, in ascending order. */
export interface Matches {
  readonly step: number;
  readonly lines: readonly number[];
}

export interface SearchOptions {
  readonly signal: AbortSignal;
  /** Called with all that was found so far. */
  readonly onProgress: (found: readonly Matches[], isDone: boolean) => void;
  /** Lets the page breathe between two parts. */
  readonly breathe: () => Promise<void>;
}

/** Beyond so many nobody looks: the search ends. */
export const MOST_MATCHES = 200_000;

/** Looks for a text in all logs, whatever its case. */
export async function search(store: LogStore, text: string, { signal, onProgress, breathe }: SearchOptions): Promise<void> {
  const wanted = text.toLowerCase();
  const found: { step: number; lines: number[] }[] = [];
  let total = 0;
  for (const step of store.steps.keys()) {
    const matches = { step, lines: [] as number[] };
    let first = 0;
    for (const [part, count] of store.partsOf(step).entries()) {
      if (total >= MOST_MATCHES) break;
      for (const [index, line] of (await store.part(step, part)).entries()) if (holds(line, wanted)) matches.lines.push(first + index);
      first += count;
      await breathe();
      if (signal.aborted) return;
      const all = matches.lines.length > 0 ? [...found, matches] : found;
      onProgress(all, false);
    }
    if (matches.lines.length > 0) found.push(matches);
    total += matches.lines.length;
  }
  onProgress(found, true);
}

function holds(written: string, wanted: string): boolean {
  // most lines hold nothing of it: these are not read any further
  const lower = written.toLowerCase();
  if (!lower.includes('\u001b') && !lower.includes(wanted)) return false;
  return withoutSequences(readLine(written).text).toLowerCase().includes(wanted);
}
