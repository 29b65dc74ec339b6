/** Milliseconds for a person: `0s`, `1.2s`, `1m 05s`, `2h 03m`. */
export function duration(ms: number): string {
  const tenths = Math.max(0, Math.round(ms / 100));
  if (tenths === 0) return '0s';
  return tenths < 600 ? `${(tenths / 10).toFixed(1)}s` : wholeSeconds(ms);
}

/** As {@link duration}, without tenths of a second: `5s`, `1m 05s`, `2h 03m`. */
export function wholeSeconds(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${twoDigits(seconds % 60)}s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}h ${twoDigits(minutes % 60)}m`;
}

/** A time for a person, in milliseconds since 1970: `2026-11-30 08:05 UTC`. */
export function minuteOfDay(ms: number): string {
  return new Date(ms).toISOString().replace(/T(\d\d:\d\d).*/, ' $1 UTC');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
