import { type ClockTime, momentOf, utcMoment } from './time-zone.js';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const short = (names: readonly string[]) => names.map((name) => name.slice(0, 3));

/** What stands in a layout for a part of a time: pieces of Go's reference time, Mon Jan 2 15:04:05 MST 2006. */
const PIECES = /January|Jan|Monday|Mon|MST|2006|_2|01|02|03|04|05|06|15|1|2|3|4|5|PM|pm|[Z-]07:00|[Z-]0700|[Z-]07|[.,](?:0+|9+)(?!\d)/g;

const OFFSETS: Readonly<Record<string, string>> = { ':00': '[+-]\\d\\d:\\d\\d', '00': '[+-]\\d{4}', '': '[+-]\\d\\d' };
const PATTERNS: Readonly<Record<string, string>> = {
  January: group('month', MONTHS.join('|')),
  Jan: group('month', short(MONTHS).join('|')),
  Monday: group('weekday', DAYS.join('|')),
  Mon: group('weekday', short(DAYS).join('|')),
  MST: group('abbreviation', '[A-Z]{3,4}'),
  2006: group('year', '\\d{4}'),
  '06': group('shortYear', '\\d\\d'),
  '01': group('month', '\\d\\d'),
  1: group('month', '\\d\\d?'),
  '02': group('day', '\\d\\d'),
  _2: group('day', ' ?\\d\\d?'),
  2: group('day', '\\d\\d?'),
  15: group('hour', '\\d\\d?'),
  '03': group('hour', '\\d\\d'),
  3: group('hour', '\\d\\d?'),
  '04': group('minute', '\\d\\d'),
  4: group('minute', '\\d\\d?'),
  // a fraction may follow whether the layout has one or not
  '05': `${group('second', '\\d\\d')}(?:[.,](?<fraction>\\d+))?`,
  5: `${group('second', '\\d\\d?')}(?:[.,](?<fraction>\\d+))?`,
  PM: group('half', 'AM|PM'),
  pm: group('half', 'am|pm'),
};

/**
 * The moment that a text names, in milliseconds since 1970, by a layout of Go; undefined where it does not fit.
 *
 * @param zone - what clocks the text means, where it does not say so itself
 */
export function parseTime(text: string, layout: string, zone: string): number | undefined {
  const parts = patternOf(layout)?.exec(text)?.groups;
  if (!parts) return undefined;
  const hour = hourOf(parts);
  const clock: ClockTime = {
    year: yearOf(parts),
    month: monthOf(parts.month),
    day: Number(parts.day ?? 1),
    hour,
    minute: Number(parts.minute ?? 0),
    second: Number(parts.second ?? 0),
    millisecond: Math.floor(Number(`0.${parts.fraction ?? 0}`) * 1000),
  };
  if (!isPossible(clock)) return undefined;
  if (parts.offset !== undefined) return utcMoment(clock) - offsetOf(parts.offset);
  return momentOf(clock, parts.abbreviation === undefined ? zone : 'UTC');
}

function group(name: string, pattern: string): string {
  return `(?<${name}>${pattern})`;
}

/** A layout may name each part once. */
function patternOf(layout: string): RegExp | undefined {
  let source = '';
  let end = 0;
  for (const { 0: piece, index } of layout.matchAll(PIECES)) {
    source += literal(layout.slice(end, index)) + patternFor(piece);
    end = index + piece.length;
  }
  try {
    return new RegExp(`^${source}${literal(layout.slice(end))}$`);
  } catch {
    return undefined;
  }
}

function patternFor(piece: string): string {
  if (/^[.,]/.test(piece)) return '';
  const offset = /^([Z-])07(.*)$/.exec(piece);
  if (!offset) return PATTERNS[piece] ?? '';
  return group('offset', `${offset[1] === 'Z' ? 'Z|' : ''}${OFFSETS[offset[2] ?? '']}`);
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

type Parts = Readonly<Record<string, string | undefined>>;

function yearOf({ year, shortYear }: Parts): number {
  if (shortYear === undefined) return Number(year ?? 0);
  return Number(shortYear) + (Number(shortYear) >= 69 ? 1900 : 2000);
}

function monthOf(month = '1'): number {
  const named = short(MONTHS).indexOf(month.slice(0, 3));
  return named < 0 ? Number(month) : named + 1;
}

function hourOf({ hour = '0', half }: Parts): number {
  if (half === undefined) return Number(hour);
  return (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
}

function isPossible({ year, month, day, hour, minute, second }: ClockTime): boolean {
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return false;
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return day >= 1 && day <= date.getUTCDate();
}

function offsetOf(text: string): number {
  if (text === 'Z') return 0;
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
