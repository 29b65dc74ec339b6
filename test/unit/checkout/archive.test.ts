import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, lstatSync, readFileSync, readlinkSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ARCHIVE_BLOCK, Archive, type ArchiveEntry } from '../../../src/checkout/archive.js';
import { readSource, withoutLargeHistory } from '../../../src/checkout/source.js';
import { tarHeader } from '../../../src/checkout/tar.js';
import { Repository, temporaryFolder, WITH_GIT } from './repository.js';

async function bytesOf(archive: Archive, meanwhile = () => {}): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of archive.read()) {
    chunks.push(chunk);
    meanwhile();
  }
  return Buffer.concat(chunks);
}

/** Unpacks as a step's pod does. */
async function unpacked(entries: readonly ArchiveEntry[]): Promise<string> {
  const folder = temporaryFolder();
  execFileSync('tar', ['-xof', '-', '-C', folder], { input: await bytesOf(new Archive(entries)) });
  return folder;
}

async function entriesOf(folder: string): Promise<readonly ArchiveEntry[]> {
  return (await readSource(folder, { env: WITH_GIT, history: false })).entries;
}

describe('an archive', () => {
  it('brings files, links and the bits of executables, however long their names are', async () => {
    const repository = new Repository();
    const long = `${'folder/'.repeat(30)}${'ü'.repeat(60)}`;
    repository.write('run.sh', 'echo', 0o755);
    repository.write(long, 'deep');
    repository.write('empty', '');
    repository.write('large', 'x'.repeat(1_000_001));
    symlinkSync(long, join(repository.folder, 'link'));

    const folder = await unpacked(await entriesOf(repository.folder));

    expect(lstatSync(join(folder, 'run.sh')).mode & 0o777).toBe(0o775);
    expect(readFileSync(join(folder, long), 'utf8')).toBe('deep');
    expect(readFileSync(join(folder, 'empty'), 'utf8')).toBe('');
    expect(readFileSync(join(folder, 'large')).length).toBe(1_000_001);
    expect(readlinkSync(join(folder, 'link'))).toBe(long);
  });

  it('is as long as it said, in whole blocks, and has the sum it tells', async () => {
    const repository = new Repository();
    for (const size of [0, 1, 511, 512, 513, 70_000, 300_000]) repository.write(`${size}`, 'x'.repeat(size));
    const archive = new Archive(await entriesOf(repository.folder));

    const bytes = await bytesOf(archive);

    expect(bytes.length).toBe(archive.blocks * ARCHIVE_BLOCK);
    expect(archive.sum()).toEqual({ sha256: createHash('sha256').update(bytes).digest('hex'), changed: [] });
  });

  it.each([
    ['grows', (file: string) => appendFileSync(file, 'more')],
    ['shrinks', (file: string) => truncateSync(file, 3)],
    ['is removed', (file: string) => execFileSync('rm', ['-f', file])],
    ['becomes a link', (file: string) => execFileSync('ln', ['-sf', '/etc/passwd', file])],
  ])('of a file that %s meanwhile stays whole, and says so', async (_, change) => {
    const repository = new Repository();
    repository.write('a', 'first');
    repository.write('b', 'x'.repeat(300_000));
    repository.write('c', 'last');
    const archive = new Archive(await entriesOf(repository.folder));
    change(join(repository.folder, 'b'));

    const bytes = await bytesOf(archive);

    const folder = temporaryFolder();
    execFileSync('tar', ['-xof', '-', '-C', folder], { input: bytes });
    expect(readFileSync(join(folder, 'b')).length).toBe(300_000);
    expect(readFileSync(join(folder, 'c'), 'utf8')).toBe('last');
    expect(archive.sum().changed).toEqual(['b']);
  });

  it('has room for files of more than 8 GiB', () => {
    const size = 10 * 1024 ** 3;
    const header = tarHeader({ path: 'huge', size, mode: 0o644, modified: 0 });

    const { stdout } = spawnSync('tar', ['-tvf', '-'], { input: header, encoding: 'utf8' });

    expect(stdout).toContain(String(size));
  });
});

describe('a source with its history', () => {
  it('answers questions about its past, and carries neither hooks nor credentials', async () => {
    const repository = new Repository();
    repository.write('a', '1');
    repository.commit('first');
    repository.git('tag', 'v1.2.3');
    repository.git('remote', 'add', 'origin', 'https://me:token@forge.example/octo/app.git');
    repository.git('config', 'http.extraheader', 'AUTHORIZATION: basic token');
    repository.write('.git/hooks/post-checkout', '#!/bin/sh\n', 0o755);
    repository.write('a', '2');

    const { entries } = await readSource(repository.folder, { env: WITH_GIT, history: true });
    const folder = await unpacked(entries);

    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
    expect(git('describe', '--tags', '--dirty')).toBe('v1.2.3-dirty');
    expect(git('status', '--short')).toBe('M a');
    expect(git('remote', 'get-url', 'origin')).toBe('https://forge.example/octo/app.git');
    expect(entries.filter(({ path }) => path.includes('hook'))).toEqual([]);
    expect(readFileSync(join(folder, '.git/config'), 'utf8')).not.toContain('token');
  });

  it('does without it where the folder is a part of the repository only', async () => {
    const repository = new Repository();
    repository.write('sub/a', '');

    const source = await readSource(join(repository.folder, 'sub'), { env: WITH_GIT, history: true });

    expect(source.entries.map(({ path }) => path)).toEqual(['a']);
    expect(source.withoutHistory).toMatch(/^this folder is only a part of the repository at /);
  });

  it('goes without it where it is too large, and says so', async () => {
    const repository = new Repository();
    repository.write('a', 'text');
    repository.commit('first');
    const source = await readSource(repository.folder, { env: WITH_GIT, history: true });

    const small = withoutLargeHistory(source, 10);

    expect(small.entries.map(({ path }) => path)).toEqual(['a']);
    expect(small.withoutHistory).toContain('are more than 1 KiB');
    expect(withoutLargeHistory(source, 1024 * 1024)).toBe(source);
  });

  it('is whole in a linked working tree', async () => {
    const repository = new Repository();
    repository.write('a', '');
    const commit = repository.commit('first');
    const linked = join(temporaryFolder(), 'linked');
    repository.git('worktree', 'add', '--quiet', linked);
    writeFileSync(join(linked, 'b'), '');

    const folder = await unpacked((await readSource(linked, { env: WITH_GIT, history: true })).entries);

    expect(execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8' }).trim()).toBe(commit);
    expect(execFileSync('git', ['status', '--short'], { cwd: folder, encoding: 'utf8' }).trim()).toBe('?? b');
  });
});
