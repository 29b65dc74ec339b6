const DURATION = /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/** The seconds of a length of time such as `90s`, `10m` or `1h30m`; undefined for any other text, and for none at all. */
export function parseDuration(text: string): number | undefined {
  const [, hours = 0, minutes = 0, seconds = 0] = DURATION.exec(text) ?? [];
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return total > 0 ? total : undefined;
}
