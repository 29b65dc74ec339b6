import { spellOut } from '../src/report/neutralize.js';
import { type Piece, piecesOf } from './ansi.js';
import type { Line } from './log-store.js';

export interface RowOptions {
  /** Counts from 0. */
  readonly index: number;
  readonly withTime: boolean;
  /** What is looked for, in lower case; empty for nothing. */
  readonly wanted: string;
  readonly isCurrent: boolean;
}

/** Longer lines end here on the page. */
const MOST_CHARACTERS = 20_000;

/** A line of a log as an element. Nothing of its text is read as HTML. */
export function rowOf(line: Line | undefined, { index, withTime, wanted, isCurrent }: RowOptions): HTMLElement {
  const row = element('div', isCurrent ? 'row current' : 'row');
  row.append(element('span', 'line-number', String(index + 1)));
  if (!line) return row;
  if (withTime) row.append(element('span', 'time', timeText(line.at)));
  const text = element('span', line.type === 'word' ? 'text word' : 'text');
  const shown = lastState(line.text);
  const whole =
    shown.length > MOST_CHARACTERS
      ? `${shown.slice(0, MOST_CHARACTERS)}\u001b[0m … ${shown.length - MOST_CHARACTERS} more characters`
      : shown;
  text.append(...marked(piecesOf(whole), wanted));
  row.append(text);
  return row;
}

export function element<K extends keyof HTMLElementTagNameMap>(name: K, className: string, text = ''): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Of a line that overwrote itself what a person saw last. */
function lastState(text: string): string {
  return text.includes('\r') ? (text.trimEnd().split('\r').at(-1) ?? '') : text;
}

function timeText(ms: number): string {
  const seconds = (ms / 1000) % 60;
  const minutes = Math.floor(ms / 60_000);
  return `${minutes > 0 ? `${minutes}:${seconds < 9.95 ? '0' : ''}` : ''}${seconds.toFixed(1)}`;
}

/** The pieces as elements, with what is looked for marked, also across pieces. */
function marked(pieces: readonly Piece[], wanted: string): readonly Node[] {
  const ranges = rangesOf(pieces.map(({ text }) => text).join(''), wanted);
  const nodes: Node[] = [];
  let start = 0;
  for (const piece of pieces) {
    let at = 0;
    for (const [from, to] of ranges) {
      const [a, b] = [Math.max(from - start, at), Math.min(to - start, piece.text.length)];
      if (a >= b) continue;
      if (a > at) nodes.push(spanOf(piece, piece.text.slice(at, a)));
      const mark = element('mark', '');
      mark.append(spanOf(piece, piece.text.slice(a, b)));
      nodes.push(mark);
      at = b;
    }
    if (at < piece.text.length) nodes.push(spanOf(piece, piece.text.slice(at)));
    start += piece.text.length;
  }
  return nodes;
}

function rangesOf(text: string, wanted: string): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  const lower = text.toLowerCase();
  if (wanted === '') return ranges;
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, at + wanted.length)) ranges.push([at, at + wanted.length]);
  return ranges;
}

function spanOf({ classes, color, ground }: Piece, text: string): Node {
  // what could turn, hide or move text, spelled out; tabs stay
  const shown = text.split('\t').map(spellOut).join('\t');
  if (classes.length === 0 && !color && !ground) return document.createTextNode(shown);
  const span = element('span', classes.join(' '), shown);
  if (color) span.style.color = color;
  if (ground) span.style.backgroundColor = ground;
  return span;
}
