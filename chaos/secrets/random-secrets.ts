import type { Random } from '../random.js';

/** What secrets are made of; each must be awkward for some encoder, shell or parser. */
const ALPHABETS = [
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  '0123456789',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  `abc "'\`$\\`,
  'abc%&?=#/:@+',
  'abc.*+?[](){}|^',
  'abc<>&;!~',
  'abc\t ',
  'äöüßéèñ',
  '漢字🔑🗝',
];
const LEAST = 10;
const MOST = 200;

/** Names and values; a fifth of the values has several lines. */
export function randomSecrets(random: Random, count: number): ReadonlyMap<string, string> {
  const names = Array.from({ length: count }, (_, index) => `secret_${index}`);
  return new Map(names.map((name, index) => [name, randomSecret(random, ALPHABETS[index % ALPHABETS.length] ?? '')]));
}

function randomSecret(random: Random, alphabet: string): string {
  const characters = Array.from(alphabet);
  const lines = Array.from({ length: random.chance(0.2) ? random.integer(2, 5) : 1 }, () => {
    const inner = Array.from({ length: random.integer(LEAST, MOST) }, () => random.pick(characters)).join('');
    // what stands at the ends of a line decides nothing: blanks there may be cut
    return `x${inner}x`;
  });
  return lines.join('\n');
}

/** Names of the secrets that a text shows: a line of theirs, or all of it encoded, alone or in something longer. */
export function secretsIn(text: string, secrets: ReadonlyMap<string, string>): readonly string[] {
  return [...secrets].filter(([, value]) => formsOf(value).some((form) => text.includes(form))).map(([name]) => name);
}

function formsOf(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1);
  return [
    ...value.split('\n').flatMap((line) => [line, encodeURIComponent(line), JSON.stringify(line).slice(1, -1)]),
    json,
    ...base64Of(value),
  ];
}

/** What a value is inside of something longer that is encoded as a whole: three bytes are four characters. */
function base64Of(value: string): readonly string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
    const whole = bytes.length - (bytes.length % 3);
    return bytes
      .subarray(0, whole)
      .toString('base64')
      .slice(before === 0 ? 0 : 4);
  });
}
