// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is put in is tested
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Podline } from './podline.js';

const STEP = 'steps:\n  - image: alpine\n    commands: [ls]\n    when: {event: push}\n';
const BOMB = Array.from({ length: 12 }, (_, level) => {
  const item = level === 0 ? 'x' : `*a${level - 1}`;
  return `  a${level}: &a${level} [${Array(10).fill(item).join(', ')}]\n`;
}).join('');

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'podline-hostile-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Exit status, what is said, and whether a stack or an error of our own is in it. */
async function lint(text: string | Uint8Array, ...flags: readonly string[]) {
  await writeFile(join(folder, '.woodpecker.yaml'), text);
  const { stdout, stderr, status } = await new Podline(['lint', ...flags], { cwd: folder }).end();
  return { status, said: `${stdout}${stderr}` };
}

describe('a hostile file', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['of an alias bomb', `variables:\n${BOMB}${STEP}`, 'error[too-large]'],
    ['of lists a hundred thousand deep', `variables: ${'['.repeat(100_000)}`, 'error[yaml-syntax]'],
    ['of maps twenty thousand deep', `variables: ${'{a: '.repeat(20_000)}`, 'error[yaml-syntax]'],
    ['with a NUL', `${STEP}# \0`, 'error[yaml-syntax]'],
    ['that is not UTF-8', Buffer.from([0x73, 0x3a, 0x20, 0xff, 0xfe, 0x0a]), 'UTF-8'],
    ['indented by tabs', 'steps:\n\t- image: alpine\n', 'error[yaml-syntax]'],
    ['with an unknown function', STEP.replace('{event: push}', "{evaluate: 'nope(1)'}"), 'error[bad-expression]'],
    ['with a ${ that is not closed', `${STEP}    environment:\n      A: a ${'${CI_REPO'}\n`, 'error[bad-substitution]'],
    ['with a value of ten megabytes', `variables: ${'x'.repeat(10_000_000)}\n${STEP}`, 'error[too-large]'],
    ['with ten megabytes of lines', `variables: |\n${'  a line of many\n'.repeat(600_000)}${STEP}`, 'error[too-large]'],
    ['with a pattern of RE2 that is none', STEP.replace('{event: push}', `{evaluate: 'CI_REPO matches "("'}`), 'error[bad-expression]'],
  ])('%s is refused, with what is wrong and where', async (_, text, expected) => {
    const { status, said } = await lint(text);

    expect(said).toContain(expected);
    expect(said).toContain('.woodpecker.yaml');
    expect(said).not.toMatch(/^ +at |internal/m);
    expect(status).toBe(2);
  });

  it.each<[string, string, readonly string[]]>([
    ['with lines that end as in Windows', STEP.replaceAll('\n', '\r\n'), []],
    ['with a byte order mark', `\uFEFF${STEP}`, []],
    ['with a value of most of a megabyte', `variables: ${'x'.repeat(1_000_000)}\n${STEP}`, []],
    [
      'with a regular expression that would backtrack for ever',
      STEP.replace('{event: push}', `{event: push, evaluate: 'X matches "^(a+)+$"'}`),
      ['--env', `X=${'a'.repeat(50_000)}!`],
    ],
  ])('%s is read', async (_, text, flags) => {
    const { status, said } = await lint(text, ...flags);

    expect(said).toBe('0 errors, 0 warnings\n');
    expect(status).toBe(0);
  });
});
