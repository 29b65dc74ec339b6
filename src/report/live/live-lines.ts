import { ascii } from '../ascii.js';
import { duration, wholeSeconds } from '../duration.js';
import { neutralize } from '../neutralize.js';
import { nameColor, type Paint } from '../paint.js';
import { cut, padEnd, padStart, textWidth } from '../text-width.js';
import { headText } from './head-text.js';
import type { LivePhase, LiveRun, LiveStep } from './live-run.js';
import { stepLine } from './step-line.js';

export interface LiveLinesOptions {
  readonly now: number;
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
  /** Names podline's own symbols in ASCII. */
  readonly ascii: boolean;
  /** The run is being cancelled. */
  readonly isStopping: boolean;
}

/** Half of a terminal's height is for the logs, of a low one what these leave: then the lines also fit one of half the width, where they break. */
const LEAST_LINES = 5;
const TIME_COLUMNS = 6;

/** The live view of a run: never wider than the terminal, and always lower. */
export function liveLines(run: LiveRun, options: LiveLinesOptions): readonly string[] {
  const { rows, paint } = options;
  const most = Math.min(rows - 1, Math.max(LEAST_LINES, Math.floor(rows / 2)));
  if (most < 1) return [];
  const head = paint('dim', headText(run, options));
  const all = [...run.steps.values()];
  const room = all.length <= most - 1 ? all.length : Math.max(0, most - 2);
  const shown = mostTelling(all, room);
  // of all, so that nothing moves when other steps are shown
  const width = nameWidth(all, options.columns);
  const lines = shown.map((step) => lineOf(step, run, { ...options, width }));
  const hidden = all.length - shown.length;
  return [head, ...lines, ...(hidden > 0 && most > 1 ? [moreText(hidden, options)] : [])];
}

/** What a person wants to see first. */
const ORDER: readonly LivePhase['type'][] = ['running', 'waiting', 'retrying', 'starting', 'held', 'pending', 'ended'];

/** Where there is no room for all: those that failed and those that do something, in the order they were written. */
function mostTelling(steps: readonly LiveStep[], room: number): readonly LiveStep[] {
  if (steps.length <= room) return steps;
  const ranked = steps.map((step, index) => ({ step, index, rank: rankOf(step) }));
  const best = ranked.sort((a, b) => a.rank - b.rank || a.index - b.index).slice(0, room);
  return best.sort((a, b) => a.index - b.index).map(({ step }) => step);
}

function rankOf({ phase }: LiveStep): number {
  if (phase.type !== 'ended') return ORDER.indexOf(phase.type);
  return phase.result.state === 'failed' || phase.result.state === 'error' ? -1 : ORDER.length;
}

/** As wide as the longest name, but a third of the terminal at most. */
function nameWidth(steps: readonly LiveStep[], columns: number): number {
  const longest = Math.max(0, ...steps.map(({ info }) => textWidth(neutralize(info.step))));
  return Math.min(longest, Math.max(8, Math.floor(columns / 3)));
}

function lineOf(step: LiveStep, run: LiveRun, { width, ...options }: LiveLinesOptions & { readonly width: number }): string {
  const { now, columns, paint } = options;
  const { symbol, color, ms, detail, isLog } = stepLine(step, run, now);
  const own = (text: string) => (options.ascii ? ascii(text) : text);
  const ellipsis = own('…');
  const first = padEnd(own(symbol), options.ascii ? 3 : 1);
  const name = padEnd(cut(neutralize(step.info.step), width, ellipsis), width);
  const time = padStart(ms === undefined ? '' : timeText(step, ms), TIME_COLUMNS);
  const before = textWidth(first) + 1 + width + 1 + textWidth(time) + 2;
  const rest = cut(isLog ? detail : own(detail), Math.max(0, columns - before), ellipsis);
  // a terminal too narrow for the rest shows what there is room for
  if (before > columns) return paint(color, cut(`${first} ${name.trimEnd()}`, columns, ellipsis));
  const isDone = step.phase.type === 'ended' || step.phase.type === 'pending' || step.phase.type === 'held';
  const line = `${paint(color, first)} ${isDone ? name : paint(nameColor(step.info.step), name)} ${time}  `;
  return (line + (rest === '' ? '' : paint(isLog || color === 'dim' ? 'dim' : color, rest))).trimEnd();
}

/** A time that goes on is told in whole seconds: tenths would only flicker. */
function timeText({ phase }: LiveStep, ms: number): string {
  return phase.type === 'ended' ? duration(ms) : wholeSeconds(ms);
}

function moreText(hidden: number, options: LiveLinesOptions): string {
  const text = `… ${hidden} more`;
  return options.paint('dim', cut(options.ascii ? ascii(text) : text, options.columns, ''));
}
