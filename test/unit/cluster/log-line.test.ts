import { describe, expect, it } from 'vitest';
import { parseLogLine } from '../../../src/cluster/log-line.js';

const STAMP = '2026-11-23T22:24:21.357749273Z';

describe('parseLogLine', () => {
  it.each([
    ['a stamp with nine digits', `${STAMP} hello`, STAMP, 'hello'],
    ['a stamp without its trailing zeros', '2026-11-23T22:24:21.35Z hello', '2026-11-23T22:24:21.350000000Z', 'hello'],
    ['a stamp without a fraction', '2026-11-23T22:24:21Z hello', '2026-11-23T22:24:21.000000000Z', 'hello'],
    ["a stamp in the node's time zone", '2026-11-24T00:24:21.5+02:00 hello', '2026-11-23T22:24:21.500000000Z', 'hello'],
    ['leading spaces of the text', `${STAMP}   hello`, STAMP, '  hello'],
    ['an empty line', `${STAMP} `, STAMP, ''],
    ['an empty line without the space', STAMP, STAMP, ''],
  ])('reads %s', (_, line, at, text) => {
    const parsed = parseLogLine(Buffer.from(line));

    expect(parsed?.at).toBe(at);
    expect(Buffer.from(parsed?.bytes ?? []).toString()).toBe(text);
  });

  it.each(['', 'unable to retrieve container logs for containerd://1', '2026-11-23 22:24:21 no stamp', `x${STAMP} no stamp`])(
    'takes "%s" as a word of the node',
    (line) => {
      expect(parseLogLine(Buffer.from(line))).toBeUndefined();
    },
  );

  it('leaves invalid text as it is', () => {
    const parsed = parseLogLine(Buffer.concat([Buffer.from(`${STAMP} `), Buffer.of(0xff, 0xfe)]));

    expect([...(parsed?.bytes ?? [])]).toEqual([0xff, 0xfe]);
  });
});
