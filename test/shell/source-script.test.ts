import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Archive } from '../../src/checkout/archive.js';
import { readMarker } from '../../src/contract/markers.js';
import { SOURCE_CUT_STATUS, sourceCommand, sourceLine, sumLine } from '../../src/contract/source-input.js';
import { type Shell, shells } from './shells.js';

const NONCE = 'n0nce';
const APPLETS = ['cat', 'dd', 'mkdir', 'mkfifo', 'rm', 'sha256sum', 'sleep', 'tar', 'tee'];

interface Ended {
  readonly status: number | null;
  /** Without markers. */
  readonly output: string;
  /** Of the trailer. */
  readonly told?: number;
}

/** Programs of busybox alone, as its image has them; elsewhere those of this machine. */
function pathFor({ name, path }: Shell, folder: string): string {
  if (name !== 'busybox') return process.env.PATH ?? '';
  const applets = join(folder, 'applets');
  mkdirSync(applets);
  for (const applet of APPLETS) symlinkSync(realpathSync(path), join(applets, applet));
  return applets;
}

describe.each(shells)('the pod that takes the source, with $name', (shell) => {
  let folder: string;
  let base: string;
  let programs: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'podline-source-script-'));
    base = join(folder, 'woodpecker');
    mkdirSync(base);
    programs = pathFor(shell, folder);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Starts the process of the pod, and gives it its input. */
  async function take(input: readonly (string | Uint8Array)[], workspace = join(base, 'src')): Promise<Ended> {
    const [, ...args] = sourceCommand({ base, workspace });
    const child = spawn(shell.path, args, { env: { PATH: programs, PODLINE_NONCE: NONCE } });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stdin.on('error', () => undefined);
    for (const bytes of input) child.stdin.write(bytes);
    child.stdin.end();
    const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
    const lines = output.split('\n').map((line) => ({ line, marker: readMarker(line, NONCE) }));
    const end = lines.map(({ marker }) => marker).find((marker) => marker?.type === 'end');
    const words = lines.filter(({ line, marker }) => line !== '' && !marker).map(({ line }) => line);
    return { status, output: words.join('\n'), told: end?.type === 'end' ? end.exitCode : undefined };
  }

  async function archive(
    files: Readonly<Record<string, string>>,
  ): Promise<{ readonly first: string; readonly bytes: Buffer; readonly sum: string }> {
    const entries = Object.entries(files).map(([path, text]) => ({
      path,
      text,
      size: Buffer.byteLength(text),
      executable: false,
      modified: 1,
    }));
    const made = new Archive(entries);
    const chunks: Buffer[] = [];
    for await (const chunk of made.read()) chunks.push(chunk);
    return { first: sourceLine(NONCE, made.blocks), bytes: Buffer.concat(chunks), sum: sumLine(made.sum().sha256) };
  }

  it('unpacks what came, and leaves nothing else behind', async () => {
    const { first, bytes, sum } = await archive({ 'a/b': 'text', large: 'x'.repeat(700_000) });

    expect(await take([first, bytes, sum])).toEqual({ status: 0, output: '', told: 0 });
    expect(readFileSync(join(base, 'src/a/b'), 'utf8')).toBe('text');
    expect(readFileSync(join(base, 'src/large')).length).toBe(700_000);
    expect(readdirSync(base)).toEqual(['src']);
  });

  it('takes it in whatever pieces it comes', async () => {
    const { first, bytes, sum } = await archive({ a: 'x'.repeat(100_000) });
    const whole = Buffer.concat([Buffer.from(first), bytes, Buffer.from(sum)]);
    const pieces = Array.from({ length: Math.ceil(whole.length / 1009) }, (_, index) => whole.subarray(index * 1009, (index + 1) * 1009));

    expect((await take(pieces)).status).toBe(0);
    expect(readFileSync(join(base, 'src/a')).length).toBe(100_000);
  });

  it('takes it where an attempt before was ended by others', async () => {
    mkdirSync(join(base, '.podline-source'));
    writeFileSync(join(base, '.podline-source/pipe'), '');
    const { first, bytes, sum } = await archive({ a: 'text' });

    expect((await take([first, bytes, sum])).status).toBe(0);
    expect(readdirSync(base)).toEqual(['src']);
  });

  it.each([
    ['nothing came', 0],
    ['the connection ended in the middle', 40_000],
    ['the connection ended before the sum', Number.MAX_SAFE_INTEGER],
  ])('says that it was cut off when %s', async (_, length) => {
    const { first, bytes } = await archive({ a: 'x'.repeat(200_000), b: 'last' });

    const ended = await take(length === 0 ? [] : [first, bytes.subarray(0, length)]);

    expect(ended).toMatchObject({ status: SOURCE_CUT_STATUS, told: SOURCE_CUT_STATUS });
    expect(ended.output).toContain('podline: the source did not arrive whole');
  });

  it('says that it was cut off when bytes on the way are not what they were', async () => {
    const { first, bytes, sum } = await archive({ a: 'x'.repeat(200_000) });
    const changed = Buffer.from(bytes);
    changed[100_000] = 1;

    expect(await take([first, changed, sum])).toMatchObject({ status: SOURCE_CUT_STATUS, output: expect.stringContaining('in place of') });
  });

  it('takes nothing from somebody who does not know its nonce', async () => {
    const { bytes, sum } = await archive({ a: 'theirs' });

    const ended = await take([sourceLine('other', 1), bytes, sum]);

    expect(ended.status).toBe(SOURCE_CUT_STATUS);
    expect(readdirSync(join(base, 'src'))).toEqual([]);
  });

  it('fails with the words of tar where the archive cannot be unpacked', async () => {
    const { first, bytes, sum } = await archive({ 'a/b': 'text' });
    mkdirSync(join(base, 'src'));
    writeFileSync(join(base, 'src/a'), 'in the way');

    const ended = await take([first, bytes, sum]);

    expect(ended.status).not.toBe(0);
    expect(ended.status).not.toBe(SOURCE_CUT_STATUS);
    expect(ended.told).toBe(ended.status);
    expect(ended.output).toContain('tar:');
  });

  it('fails where it has no folder to write to', async () => {
    const ended = await take([], '/proc/none/src');

    expect(ended).toMatchObject({ status: 1, told: 1 });
    expect(ended.output).toContain('/proc/none');
  });
});
