import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSource, excerptAt, positionAt, readSource } from '../../../src/workflow/source.js';

describe('positionAt', () => {
  it.each([
    [0, 1, 1],
    [2, 1, 3],
    [3, 2, 1],
    [6, 3, 1],
    [7, 3, 2],
  ])('counts lines of any ending and columns from 1: offset %i is %i:%i', (offset, line, column) => {
    const source = createSource('a.yaml', 'ab\nc\r\nd\n');

    expect(positionAt(source, offset)).toEqual({ file: 'a.yaml', line, column });
  });

  it('does not count a byte order mark', () => {
    const source = createSource('a.yaml', '\uFEFFa: 1');

    expect(positionAt(source, source.text.indexOf('a'))).toMatchObject({ line: 1, column: 1 });
  });
});

describe('excerptAt', () => {
  it('is the line of the span, and ends with the line', () => {
    const source = createSource('a.yaml', 'a: 1\r\nb: |\r\n  c\r\n');

    expect(excerptAt(source, { start: 6, end: 15 })).toEqual({ text: 'b: |', length: 4 });
    expect(excerptAt(source, { start: 3, end: 3 })).toEqual({ text: 'a: 1', length: 1 });
  });
});

describe('readSource', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'podline-source-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('reads a file', async () => {
    const path = join(folder, 'a.yaml');
    await writeFile(path, 'steps: []');

    expect(await readSource(path)).toMatchObject({ file: path, text: 'steps: []' });
  });

  it('names a file that does not exist', async () => {
    await expect(readSource('/no/such.yaml')).rejects.toMatchObject({
      code: 'unreadable-file',
      message: 'cannot read "/no/such.yaml": no such file',
    });
  });

  it('refuses a folder', async () => {
    await expect(readSource(folder)).rejects.toMatchObject({ code: 'unreadable-file', message: expect.stringContaining('EISDIR') });
  });

  it('refuses a file that is not UTF-8', async () => {
    const path = join(folder, 'latin.yaml');
    await writeFile(path, Buffer.from([0x61, 0x3a, 0x20, 0xff]));

    await expect(readSource(path)).rejects.toMatchObject({ code: 'unreadable-file', message: `"${path}" is not UTF-8 text` });
  });

  it('refuses a file of more than one mebibyte', async () => {
    const path = join(folder, 'large.yaml');
    await writeFile(path, '#'.repeat(1024 * 1024 + 1));

    await expect(readSource(path)).rejects.toMatchObject({ code: 'too-large' });
  });
});
