import { isColor, partedAtSequences } from '../src/report/neutralize.js';

/** A piece of a line that looks the same all along: classes and colours of the page. */
export interface Piece {
  readonly text: string;
  /** `b`, `d`, `i`, `u`, `s`: bold, dim, italic, underlined, struck; `f1`, `g12`: colours of letters and ground by their number. */
  readonly classes: readonly string[];
  /** Colours that have no number, as `#rrggbb`. */
  readonly color?: string;
  readonly ground?: string;
}

interface Style {
  readonly flags: ReadonlySet<string>;
  readonly color?: string;
  readonly ground?: string;
}

const NO_STYLE: Style = { flags: new Set() };
const ON: Readonly<Record<number, string>> = { 1: 'b', 2: 'd', 3: 'i', 4: 'u', 7: 'r', 9: 's' };
const OFF: Readonly<Record<number, readonly string[]>> = { 22: ['b', 'd'], 23: ['i'], 24: ['u'], 27: ['r'], 29: ['s'] };

/** A line of a log, parted where its colours change. Other escape sequences are left out. */
export function piecesOf(line: string): readonly Piece[] {
  if (!line.includes('\u001b')) return line === '' ? [] : [{ text: line, classes: [] }];
  const pieces: Piece[] = [];
  let style = NO_STYLE;
  for (const [index, part] of partedAtSequences(line).entries()) {
    if (index % 2 === 1) style = isColor(part) ? changed(style, part) : style;
    else if (part !== '') pieces.push(pieceOf(part, style));
  }
  return pieces;
}

function pieceOf(text: string, { flags, color, ground }: Style): Piece {
  const [front, back] = flags.has('r') ? [ground ?? 'ground', color ?? 'text'] : [color, ground];
  const numbered = (prefix: string, value: string | undefined) => (value === undefined || value.startsWith('#') ? [] : [prefix + value]);
  const free = (value: string | undefined) => (value?.startsWith('#') ? value : undefined);
  const classes = [...[...flags].filter((flag) => flag !== 'r'), ...numbered('f', front), ...numbered('g', back)];
  return { text, classes, color: free(front), ground: free(back) };
}

function changed(before: Style, sequence: string): Style {
  const numbers = sequence.slice(2, -1).split(/[;:]/).map(Number);
  let style = before;
  for (let index = 0; index < numbers.length; index++) {
    const number = numbers[index] ?? 0;
    if (number === 38 || number === 48) {
      const { color, used } = extended(numbers.slice(index + 1));
      style = number === 38 ? { ...style, color } : { ...style, ground: color };
      index += used;
    } else style = withNumber(style, number);
  }
  return style;
}

function withNumber(style: Style, number: number): Style {
  if (number === 0) return NO_STYLE;
  const on = ON[number];
  if (on !== undefined) return { ...style, flags: new Set([...style.flags, on]) };
  const off = OFF[number];
  if (off) return { ...style, flags: new Set([...style.flags].filter((flag) => !off.includes(flag))) };
  if (number === 39) return { ...style, color: undefined };
  if (number === 49) return { ...style, ground: undefined };
  if (number >= 30 && number < 38) return { ...style, color: String(number - 30) };
  if (number >= 40 && number < 48) return { ...style, ground: String(number - 40) };
  if (number >= 90 && number < 98) return { ...style, color: String(number - 82) };
  if (number >= 100 && number < 108) return { ...style, ground: String(number - 92) };
  return style;
}

/** `5;n` and `2;r;g;b`, and how many numbers that were. */
function extended([mode, ...rest]: readonly number[]): { readonly color?: string; readonly used: number } {
  if (mode === 5) return { color: indexed(rest[0] ?? 0), used: 2 };
  if (mode === 2) return { color: hex(rest.slice(0, 3)), used: 4 };
  return { used: 1 };
}

function indexed(number: number): string {
  if (number < 16) return String(number);
  if (number >= 232) return hex([0, 0, 0].map(() => 8 + (number - 232) * 10));
  const level = (n: number) => (n === 0 ? 0 : 55 + n * 40);
  const cube = number - 16;
  return hex([level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)]);
}

function hex(parts: readonly number[]): string {
  return `#${[0, 1, 2]
    .map((index) =>
      Math.min(255, Math.max(0, parts[index] || 0))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
