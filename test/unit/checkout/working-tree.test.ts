import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWorkingTree } from '../../../src/checkout/working-tree.js';
import { Repository, temporaryFolder, WITH_GIT, WITHOUT_GIT } from './repository.js';

async function pathsOf(folder: string, env: Readonly<Record<string, string | undefined>> = WITH_GIT): Promise<readonly string[]> {
  return (await readWorkingTree(folder, env)).entries.map(({ path }) => path);
}

function projectWith(files: Readonly<Record<string, string>>): Repository {
  const repository = new Repository();
  for (const [name, text] of Object.entries(files)) repository.write(name, text);
  return repository;
}

const IGNORES = {
  '.gitignore': '*.log\n/build/\n!keep.log\n',
  'a.ts': '',
  'debug.log': '',
  'keep.log': '',
  'build/out': '',
  'src/build/in': '',
  'src/.gitignore': 'secret*\n!secret.ok\n',
  'src/secret.txt': '',
  'src/secret.ok': '',
  'src/deep/secret.txt': '',
  'with space/ü "x".txt': '',
};

describe('a working tree', () => {
  it('has what git knows and what is new, not what is ignored', async () => {
    const repository = projectWith(IGNORES);
    repository.commit('first');
    repository.write('new.ts', '');
    repository.write('new.log', '');

    const expected = [
      '.gitignore',
      'a.ts',
      'keep.log',
      'new.ts',
      'src/.gitignore',
      'src/build/in',
      'src/secret.ok',
      'with space/ü "x".txt',
    ];
    expect(await pathsOf(repository.folder)).toEqual(expected);
  });

  it.each([
    ['without git', WITHOUT_GIT],
    ['outside of a repository', WITH_GIT],
  ])('is the same %s', async (title, env) => {
    const repository = projectWith(IGNORES);
    const expected = await pathsOf(repository.folder);
    if (title !== 'without git') execFileSync('rm', ['-rf', join(repository.folder, '.git')]);

    expect(await pathsOf(repository.folder, env)).toEqual(expected);
  });

  it('has a file that is ignored where git knows it, and none that was deleted', async () => {
    const repository = projectWith({ 'known.log': '', gone: '' });
    repository.commit('first');
    repository.write('.gitignore', '*.log\n');
    execFileSync('rm', [join(repository.folder, 'gone')]);

    expect(await pathsOf(repository.folder)).toEqual(['.gitignore', 'known.log']);
  });

  it('is that of the folder alone, with the rules of the folders above', async () => {
    const repository = projectWith({ '.gitignore': '*.log\n', top: '', 'sub/a': '', 'sub/b.log': '' });

    expect(await pathsOf(join(repository.folder, 'sub'))).toEqual(['a']);
  });

  it('leaves out links that lead out of the folder, and keeps the others with the bits of executables', async () => {
    const repository = projectWith({ file: 'x' });
    repository.write('run.sh', '', 0o755);
    symlinkSync('file', join(repository.folder, 'inside'));
    symlinkSync('../elsewhere', join(repository.folder, 'outside'));
    symlinkSync('/etc/passwd', join(repository.folder, 'absolute'));

    const { entries, outside } = await readWorkingTree(repository.folder, WITH_GIT);

    expect(entries.map(({ path, link, executable }) => [path, link, executable])).toEqual([
      ['file', undefined, false],
      ['inside', 'file', false],
      ['run.sh', undefined, true],
    ]);
    expect(outside).toEqual(['absolute', 'outside']);
  });

  it('has no file behind a folder that has become a link', async () => {
    const repository = projectWith({ 'folder/passwd': '' });
    repository.commit('first');
    execFileSync('rm', ['-r', join(repository.folder, 'folder')]);
    symlinkSync('/etc', join(repository.folder, 'folder'));

    expect(await pathsOf(repository.folder)).toEqual([]);
  });

  it('has the files of submodules, not those of other repositories', async () => {
    const library = projectWith({ 'lib.c': '' });
    library.commit('library');
    const repository = projectWith({ 'main.c': '' });
    repository.git('submodule', '--quiet', 'add', library.folder, 'library');
    repository.git('submodule', '--quiet', 'add', library.folder, 'absent');
    repository.commit('with submodules');
    repository.git('submodule', '--quiet', 'deinit', '--force', 'absent');
    new Repository(join(repository.folder, 'other')).write('file', '');

    expect(await pathsOf(repository.folder)).toEqual(['.gitmodules', 'library/lib.c', 'main.c']);
  });

  it('is read in a linked working tree, and in a repository of SHA-256', async () => {
    const repository = projectWith({ '.gitignore': 'x\n', a: '' });
    repository.commit('first');
    const linked = join(temporaryFolder(), 'linked');
    repository.git('worktree', 'add', '--quiet', linked);
    writeFileSync(join(linked, 'x'), '');
    const modern = temporaryFolder();
    execFileSync('git', ['init', '--quiet', '--object-format=sha256', modern]);
    writeFileSync(join(modern, 'a'), '');
    execFileSync('git', ['-C', modern, 'add', 'a']);
    execFileSync('git', ['-C', modern, '-c', 'user.name=a', '-c', 'user.email=a', 'commit', '--quiet', '--message', 'a']);

    expect(await pathsOf(linked)).toEqual(['.gitignore', 'a']);
    expect(await pathsOf(modern)).toEqual(['a']);
  });

  it('respects the list of files that a person ignores everywhere', async () => {
    const repository = projectWith({ a: '', 'a.swp': '' });
    const home = temporaryFolder();
    mkdirSync(join(home, '.config/git'), { recursive: true });
    writeFileSync(join(home, '.config/git/ignore'), '*.swp\n');

    expect(await pathsOf(repository.folder, { ...WITH_GIT, HOME: home })).toEqual(['a']);
  });
});

describe('a hostile repository', () => {
  it('runs nothing by being looked at', async () => {
    const repository = projectWith({ a: '1', '.gitattributes': '* filter=evil diff=evil\n' });
    repository.commit('first');
    repository.write('a', '2');
    const marker = join(temporaryFolder(), 'marker');
    const evil = join(temporaryFolder(), 'evil');
    writeFileSync(evil, `#!/bin/sh\necho "$0 $*" >> ${marker}\n`, { mode: 0o755 });
    const keys = ['core.fsmonitor', 'core.pager', 'core.sshCommand', 'core.editor', 'diff.external', 'gpg.program', 'alias.ls-files'];
    const drivers = ['filter.evil.clean', 'filter.evil.smudge', 'filter.evil.process', 'diff.evil.textconv', 'diff.evil.command'];
    for (const key of [...keys, ...drivers]) repository.git('config', key, key.startsWith('alias') ? `!${evil}` : evil);
    repository.git('config', 'core.hooksPath', join(evil, '..'));
    repository.write('bin/git', `#!/bin/sh\ntouch ${marker}\n`, 0o755);

    const env = { ...WITH_GIT, PATH: `${join(repository.folder, 'bin')}:.:${process.env.PATH}` };
    expect(await pathsOf(repository.folder, env)).toEqual(['.gitattributes', 'a', 'bin/git']);

    expect(existsSync(marker)).toBe(false);
    // git itself would have run it
    spawnSync('git', ['status'], { cwd: repository.folder });
    expect(existsSync(marker)).toBe(true);
  });

  it('whose files are pipes and devices is not waited for', async () => {
    const repository = projectWith({ a: '' });
    execFileSync('rm', [join(repository.folder, '.git/HEAD')]);
    execFileSync('mkfifo', [
      join(repository.folder, '.git/HEAD'),
      join(repository.folder, '.git/packed-refs'),
      join(repository.folder, 'pipe'),
    ]);

    expect(await pathsOf(repository.folder)).toEqual(['a']);
  });
});
