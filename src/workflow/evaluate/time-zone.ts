/** Parts of a moment, as clocks show it. */
export interface ClockTime {
  readonly year: number;
  /** From 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const NAME = /^[A-Za-z][A-Za-z0-9_+/-]*$/;

/** A zone of the time zone database; undefined where there is none of that name. */
export function zoneOf(name: string): string | undefined {
  if (name === '' || name === 'UTC') return 'UTC';
  if (!NAME.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** Milliseconds since 1970 of what clocks in a zone show. */
export function momentOf(clock: ClockTime, zone: string): number {
  const shown = utcMoment(clock);
  if (zone === 'UTC') return shown;
  // the offset is that of the moment itself, which is known but for a few hours
  const near = shown - offsetAt(shown, zone);
  return shown - offsetAt(near, zone);
}

/** Milliseconds since 1970 of what clocks show at Greenwich; years before 100 are what they say. */
export function utcMoment({ year, month, day, hour, minute, second, millisecond }: ClockTime): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.setUTCHours(hour, minute, second, millisecond);
}

function offsetAt(moment: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const [year, month, day] = [part('year'), part('month'), part('day')];
  const shown = utcMoment({ year, month, day, hour: part('hour'), minute: part('minute'), second: part('second'), millisecond: 0 });
  return shown - Math.floor(moment / 1000) * 1000;
}
