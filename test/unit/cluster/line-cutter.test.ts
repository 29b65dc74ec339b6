import { describe, expect, it } from 'vitest';
import { LineCutter } from '../../../src/cluster/line-cutter.js';
import { seeded } from './seeded.js';

describe('LineCutter', () => {
  it.each([
    ['nothing', '', [], ''],
    ['a line', 'a\n', ['a'], ''],
    ['a line without a newline', 'a', [], 'a'],
    ['empty lines', '\n\na\n', ['', '', 'a'], ''],
    ['a progress bar', '1%\r2%\rdone\r\n', ['1%\r2%\rdone\r'], ''],
  ])('cuts %s', (_, text, lines, rest) => {
    const cutter = new LineCutter();

    const cut = cutter.push(Buffer.from(text));

    expect(cut.map(asText)).toEqual(lines);
    expect(asText(cutter.rest())).toBe(rest);
  });

  it('gives the same lines wherever the chunks end, within characters and invalid text, too', () => {
    const bytes = Buffer.concat([Buffer.from('ä€😀\nplain\n\n'), Buffer.of(0xff, 0xc3, 0x0a, 0x80), Buffer.from('\nlast')]);
    const expected = new LineCutter().push(bytes).map((line) => Buffer.from(line).toString('hex'));
    for (let seed = 0; seed < 200; seed++) {
      const random = seeded(seed);
      const cutter = new LineCutter();
      const lines: Uint8Array[] = [];

      for (let at = 0; at < bytes.length; ) {
        const end = at + Math.floor(random() * 6);
        lines.push(...cutter.push(bytes.subarray(at, end)));
        at = end;
      }

      expect(lines.map((line) => Buffer.from(line).toString('hex'))).toEqual(expected);
      expect(asText(cutter.rest())).toBe('last');
    }
  });

  it('joins a line of many megabytes', () => {
    const cutter = new LineCutter();
    const chunk = Buffer.alloc(64 * 1024, 'x');

    for (let i = 0; i < 100; i++) cutter.push(chunk);
    const [line] = cutter.push(Buffer.from('\n'));

    expect(line?.length).toBe(100 * chunk.length);
  });

  it('begins anew after the rest was taken', () => {
    const cutter = new LineCutter();
    cutter.push(Buffer.from('half'));

    cutter.rest();

    expect(cutter.push(Buffer.from('whole\n')).map(asText)).toEqual(['whole']);
  });
});

function asText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
