import { describe, expect, it } from 'vitest';
import { maskOf, unmaskable } from '../../../src/runner/mask.js';
import { seeded } from '../cluster/seeded.js';

function masked(values: readonly string[], line: string): string {
  return Buffer.from(maskOf(values)(Buffer.from(line))).toString();
}

describe('maskOf', () => {
  it.each([
    ['a value', ['hunter2'], 'login hunter2 done', 'login ******** done'],
    ['every occurrence', ['hunter2'], 'hunter2,hunter2', '********,********'],
    ['the longer of two values that begin alike', ['pass', 'password1'], 'password1', '********'],
    ['values that overlap', ['abcdef', 'defghi'], 'xabcdefghix', 'x********x'],
    ['a value in a value', ['cdef', 'abcdefgh'], 'abcdefgh', '********'],
    ['a value in the beginning of another', ['cdef', 'abcdefgh'], 'abcdefX', 'ab********X'],
    ['a value whose beginning occurs before it', ['aabaac'], 'aabaabaac', 'aab********'],
    ['each line of a value, without its indentation', ['first line\r\n  second line\n'], '> second line <', '> ******** <'],
    ['a value with white space around it', ['  hunter2\n'], 'hunter2', '********'],
    ['a value of characters that mean something to patterns', ['a.*(b)[c]$'], 'x a.*(b)[c]$ y', 'x ******** y'],
    ['a value that is not ASCII', ['pässwörd✓'], 'is pässwörd✓', 'is ********'],
    ['nothing where no value is', ['hunter2'], 'hunter', 'hunter'],
    ['nothing of fewer than four characters', ['abc', 'a\nb\n'], 'abc a b', 'abc a b'],
  ])('hides %s', (_, values, line, expected) => {
    expect(masked(values, line)).toBe(expected);
  });

  it('leaves a line without secrets as it is', () => {
    const line = Buffer.from('nothing here');

    expect(maskOf(['hunter2'])(line)).toBe(line);
    expect(maskOf([])(line)).toBe(line);
  });

  it('keeps bytes that are no text', () => {
    const line = Buffer.concat([Buffer.from([0xff, 0x00, 0xc3]), Buffer.from('hunter2'), Buffer.from([0x80])]);

    expect(Buffer.from(maskOf(['hunter2'])(line))).toEqual(
      Buffer.concat([Buffer.from([0xff, 0x00, 0xc3]), Buffer.from('********'), Buffer.from([0x80])]),
    );
  });

  it('hides a multi-line value in a log, line by line', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADAN\nBgkqhkiG9w0B\nab\n-----END KEY-----\n';

    const lines = key
      .trimEnd()
      .split('\n')
      .map((line) => masked([key], line));

    expect(lines).toEqual(['********', '********', '********', 'ab', '********']);
  });

  it.each([76, 64])('hides base64 that is broken at %i columns', (columns) => {
    const token = Array.from({ length: 30 }, (_, index) => `part-${index}-of-the-token`).join('\n');
    const lines =
      Buffer.from(`${token}\n`)
        .toString('base64')
        .match(new RegExp(`.{1,${columns}}`, 'g')) ?? [];

    const shown = lines.map((line) => masked([token], line));

    expect(shown.slice(0, -1).every((line) => line === '********')).toBe(true);
    expect(shown.at(-1)).toMatch(/^\*{8}[\w=]{0,4}$/);
  });

  it('ends on a long line that begins a secret again and again', () => {
    const line = Buffer.alloc(8 * 2 ** 20, 'aaaaaaab');
    const mask = maskOf([`${'aaaaaaab'.repeat(500)}c`]);

    expect(mask(line)).toBe(line);
  });
});

describe('unmaskable', () => {
  it('names the secrets whose values are too short to be hidden', () => {
    const secrets = new Map([
      ['pin', ' 123\n'],
      ['token', '1234'],
      ['empty', ''],
    ]);

    expect(unmaskable(secrets)).toEqual(['pin']);
  });
});

describe('maskOf, fuzzed', () => {
  const ALPHABETS = [
    'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
    '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~ abcXYZ019',
    'äöüßéñ漢字😀 ab+/=<>&"\\\t',
  ];
  const ROUNDS = 500;

  interface Round {
    readonly seed: number;
    readonly secret: string;
    /** Digits and dots: nothing that could be part of a secret by chance. */
    readonly before: string;
    readonly after: string;
  }

  const rounds: readonly Round[] = Array.from({ length: ROUNDS }, (_, seed) => {
    const random = seeded(seed);
    const characters = Array.from(ALPHABETS[seed % ALPHABETS.length] ?? '');
    const length = 4 + Math.floor(random() * 40);
    const middle = Array.from({ length }, () => characters[Math.floor(random() * characters.length)] ?? '').join('');
    const filler = () => '0.1.2.3.4.5.6.7.8.9.'.slice(0, Math.floor(random() * 20));
    return { seed, secret: `k${middle}k`, before: filler(), after: filler() };
  });

  /** What is left of an encoded text between what stands around it. */
  function expectHidden({ seed, secret }: Round, { line, around }: { readonly line: string; readonly around: readonly [string, string] }) {
    expect(masked([secret], line), `seed ${seed}: ${line}`).toBe(`${around[0]}********${around[1]}`);
  }

  it.each<[form: string, encode: (text: string) => string]>([
    ['plain', (text) => text],
    ['as a component of a URL', encodeURIComponent],
    ['as a component of a URL in lower case', (text) => encodeURIComponent(text).replace(/%../g, (hex) => hex.toLowerCase())],
    ['in a form', (text) => new URLSearchParams({ _: text }).toString().slice(2)],
    ['in JSON', (text) => JSON.stringify(text).slice(1, -1)],
    [
      'in JSON of ASCII only',
      (text) =>
        JSON.stringify(text)
          .slice(1, -1)
          .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    ],
    [
      'in JSON for HTML',
      (text) =>
        JSON.stringify(text)
          .slice(1, -1)
          .replace(/[<>&]/g, (unit) => `\\u00${unit.charCodeAt(0).toString(16)}`),
    ],
  ])(`hides ${ROUNDS} values %s`, (_, encode) => {
    for (const round of rounds) {
      const { before, secret, after } = round;
      expectHidden(round, { line: before + encode(secret) + after, around: [before, after] });
    }
  });

  it.each(['base64', 'base64url'] as const)(`hides all that is known of ${ROUNDS} values in %s, wherever they begin`, (encoding) => {
    for (const round of rounds) {
      const { before, secret, after } = round;
      const line = Buffer.from(before + secret + after).toString(encoding);
      const shown = masked([secret], line);
      // characters that also hold bits of a neighbour may stay
      const start = Math.ceil((Buffer.byteLength(before) * 8) / 6);
      const end = Math.floor((Buffer.byteLength(before + secret) * 8) / 6);
      const [head = '', tail = '', ...more] = shown.split('********');

      expect(more, `seed ${round.seed}: ${shown}`).toEqual([]);
      expect(head.length, `seed ${round.seed}: ${shown}`).toBeLessThanOrEqual(start);
      expect(tail.length, `seed ${round.seed}: ${shown}`).toBeLessThanOrEqual(line.length - end);
      expect([line.startsWith(head), line.endsWith(tail)]).toEqual([true, true]);
    }
  });

  it('hides all of several values in one line', () => {
    for (const { seed, before, after } of rounds) {
      const secrets = [seed, seed + 7, seed + 13].map((index) => rounds[index % ROUNDS]?.secret ?? '');
      const shown = masked(secrets, before + secrets.join(' | ') + after);

      expect(
        secrets.filter((secret) => shown.includes(secret)),
        `seed ${seed}: ${shown}`,
      ).toEqual([]);
      expect(shown.startsWith(before) && shown.endsWith(after)).toBe(true);
    }
  });
});
