/** A line of a log with the time that the node stamped it. */
export interface StampedLine {
  /** RFC 3339 in UTC with nine digits after the second, so that later stamps are greater as text, too. */
  readonly at: string;
  readonly bytes: Uint8Array;
}

const SPACE = 0x20;
/** As newer kubelets write it on a node whose time zone is UTC. */
const USUAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/;
const USUAL_LENGTH = '2006-01-02T15:04:05.000000000Z'.length;
const LONGEST_STAMP = '2006-01-02T15:04:05.999999999+07:00'.length;
const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/**
 * Takes the stamp off a line that was asked for with `timestamps=true`; undefined where there is none: words of the
 * node's own. Kubelets before 1.23 also stamp within lines over 16 KiB; nothing tells those stamps from text, so they stay.
 */
export function parseLogLine(line: Uint8Array): StampedLine | undefined {
  if (line[USUAL_LENGTH] === SPACE) {
    const usual = textOf(line, USUAL_LENGTH);
    if (USUAL.test(usual)) return { at: usual, bytes: line.subarray(USUAL_LENGTH + 1) };
  }
  const head = line.subarray(0, LONGEST_STAMP + 1);
  const space = head.indexOf(SPACE);
  // an empty line may come without the space
  const end = space === -1 ? head.length : space;
  const at = normalStamp(textOf(head, end));
  return at === undefined ? undefined : { at, bytes: line.subarray(end + 1) };
}

function textOf({ buffer, byteOffset }: Uint8Array, length: number): string {
  return Buffer.from(buffer, byteOffset, length).toString('latin1');
}

/** The stamp in UTC with nine digits; kubelets write their node's time zone, old ones without trailing zeros. */
export function normalStamp(stamp: string): string | undefined {
  const [, seconds, fraction = '', zone] = STAMP.exec(stamp) ?? [];
  if (seconds === undefined) return undefined;
  const utc = zone === 'Z' ? seconds : new Date(seconds + zone).toISOString().slice(0, seconds.length);
  return `${utc}.${fraction.padEnd(9, '0')}Z`;
}
