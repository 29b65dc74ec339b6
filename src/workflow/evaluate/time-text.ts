import type { Time } from './values.js';

const UNITS = [
  ['h', 3600e9],
  ['m', 60e9],
] as const;
const SMALL = [
  ['ms', 1e6],
  ['µs', 1e3],
  ['ns', 1],
] as const;

/** RFC 3339, with a fraction only where there is one. */
export function timestamp({ time }: Time): string {
  return new Date(time).toISOString().replace(/\.?0*Z$/, 'Z');
}

/** As `1h30m0s`, `1.5s` or `20ms`. */
export function durationText(nanoseconds: number): string {
  const sign = nanoseconds < 0 ? '-' : '';
  const size = Math.abs(nanoseconds);
  if (size < 1e9) {
    const [unit, length] = SMALL.find(([, each]) => size >= each) ?? ['s', 1];
    return `${sign}${size / length}${unit}`;
  }
  let left = size;
  let text = '';
  for (const [unit, length] of UNITS) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count > 0 || text !== '') text += `${count}${unit}`;
  }
  return `${sign}${text}${Number((left / 1e9).toFixed(9))}s`;
}
