import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { metadataOf } from '../../../src/metadata/metadata.js';
import { factsOfFile } from '../../../src/metadata/metadata-file.js';
import { ciVariables } from '../../../src/model/ci-variables.js';
import { Repository, temporaryFolder, WITH_GIT, WITHOUT_GIT } from '../checkout/repository.js';

type Variables = Readonly<Record<string, string | undefined>>;

interface Given {
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly file?: object;
  readonly folder?: string;
  readonly env?: Variables;
  readonly uncommitted?: boolean;
  readonly event?: unknown;
}

/** The variables that steps get; those that are never set by what is tested here are left out. */
async function variablesOf({ flags = {}, file, folder, env = WITH_GIT, uncommitted = false, event }: Given): Promise<Variables> {
  const metadata = await metadataOf({
    platform: 'linux/amd64',
    version: '1.0.0',
    flags,
    file: file && factsOfFile(JSON.stringify(file), 'metadata.json'),
    surroundings: folder === undefined ? undefined : { env, folder, uncommitted, event },
  });
  return ciVariables(metadata, { name: 'build', number: 1 });
}

/** A clone of a repository with three commits, a tag on the second, and a branch of its own. */
function clone(): { readonly folder: string; readonly repository: Repository; readonly commits: readonly string[] } {
  const origin = new Repository();
  origin.write('a', '1');
  const commits = [origin.commit('first')];
  origin.write('b', '1');
  commits.push(origin.commit('second: "quoted"\n\nand more'));
  origin.git('tag', '-a', 'v1.9', '-m', 'old');
  origin.git('tag', 'v1.10');
  origin.write('dir/c', '1');
  commits.push(origin.commit('third'));
  const folder = join(temporaryFolder(), 'clone');
  origin.git('clone', '--quiet', origin.folder, folder);
  const repository = new Repository(folder);
  repository.git('remote', 'set-url', 'origin', 'https://user:secret@github.com/octo/hello.git');
  return { folder, repository, commits };
}

describe('metadata of a checkout', () => {
  it('are its branch, commit, author, message, repository and changed files', async () => {
    const { folder, commits } = clone();

    expect(await variablesOf({ folder })).toMatchObject({
      CI_COMMIT_SHA: commits[2],
      CI_COMMIT_BRANCH: 'main',
      CI_COMMIT_REF: 'refs/heads/main',
      CI_COMMIT_MESSAGE: 'third',
      CI_COMMIT_AUTHOR: 'Ada',
      CI_COMMIT_AUTHOR_EMAIL: 'ada@example.org',
      CI_COMMIT_TIMESTAMP: '1700000000',
      CI_PIPELINE_EVENT: 'manual',
      CI_PIPELINE_FILES: '["dir/c"]',
      CI_REPO: 'octo/hello',
      CI_REPO_URL: 'https://github.com/octo/hello',
      CI_REPO_CLONE_URL: 'https://github.com/octo/hello.git',
      CI_REPO_DEFAULT_BRANCH: 'main',
      CI_FORGE_TYPE: 'github',
      CI_FORGE_URL: 'https://github.com',
    });
  });

  it('have a message of several lines whole', async () => {
    const { folder, repository } = clone();
    repository.git('checkout', '--quiet', 'v1.9');

    expect((await variablesOf({ folder })).CI_COMMIT_MESSAGE).toBe('second: "quoted"\n\nand more');
  });

  it('are those of the tag where no branch is checked out', async () => {
    const { folder, repository, commits } = clone();
    repository.git('checkout', '--quiet', 'v1.9');

    expect(await variablesOf({ folder })).toMatchObject({
      CI_COMMIT_SHA: commits[1],
      CI_COMMIT_TAG: 'v1.10',
      CI_COMMIT_REF: 'refs/tags/v1.10',
    });
  });

  it('are those of the tag for the event tag, the last of several by its number', async () => {
    const { folder, repository, commits } = clone();
    repository.git('reset', '--quiet', '--hard', 'v1.9');
    repository.git('pack-refs', '--all');

    const variables = await variablesOf({ folder, flags: { event: 'tag' } });

    expect(variables).toMatchObject({ CI_COMMIT_SHA: commits[1], CI_COMMIT_TAG: 'v1.10', CI_PIPELINE_EVENT: 'tag' });
  });

  it('are those of a pull request of the branch for that event', async () => {
    const { folder, repository } = clone();
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.write('d', '');
    repository.commit('fourth');
    repository.write('e', '');
    repository.commit('fifth');

    expect(await variablesOf({ folder, flags: { event: 'pull_request' } })).toMatchObject({
      CI_COMMIT_BRANCH: 'main',
      CI_COMMIT_SOURCE_BRANCH: 'feature',
      CI_COMMIT_TARGET_BRANCH: 'main',
      CI_PIPELINE_FILES: '["d","e"]',
    });
  });

  it('count all files that are not at the remote yet', async () => {
    const { folder, repository } = clone();
    repository.write('d', '');
    repository.commit('fourth');
    repository.write('e', '');
    repository.commit('fifth');

    expect((await variablesOf({ folder })).CI_PIPELINE_FILES).toBe('["d","e"]');
  });

  it('count changes that are not committed where steps see them', async () => {
    const { folder, repository } = clone();
    repository.write('a', 'changed');
    repository.write('new', '');
    repository.write('.gitignore', 'ignored');
    repository.write('ignored', '');

    expect((await variablesOf({ folder, uncommitted: true })).CI_PIPELINE_FILES).toBe('[".gitignore","a","dir/c","new"]');
    expect((await variablesOf({ folder })).CI_PIPELINE_FILES).toBe('["dir/c"]');
  });

  it('of a first commit have all of its files, and before it there is none', async () => {
    const repository = new Repository();
    repository.write('a', '');
    repository.write('new', '');

    expect(await variablesOf({ folder: repository.folder })).toMatchObject({ CI_COMMIT_BRANCH: 'main', CI_PIPELINE_FILES: '[]' });
    repository.commit('first');
    expect((await variablesOf({ folder: repository.folder })).CI_PIPELINE_FILES).toBe('["a","new"]');
  });

  it('have the branches and tags that git has where git is not installed', async () => {
    const { folder, repository, commits } = clone();
    repository.git('checkout', '--quiet', '-b', 'feature/x');

    const variables = await variablesOf({ folder, env: WITHOUT_GIT });

    expect(variables).toMatchObject({ CI_COMMIT_SHA: commits[2], CI_COMMIT_BRANCH: 'feature/x', CI_REPO_DEFAULT_BRANCH: 'main' });
    expect(variables.CI_COMMIT_MESSAGE).toBeUndefined();
  });

  it('are those of a run by hand outside of a repository', async () => {
    const outside = await variablesOf({ folder: temporaryFolder() });

    expect(outside).toEqual(await variablesOf({}));
    expect(outside).toMatchObject({ CI_COMMIT_BRANCH: 'main', CI_PIPELINE_EVENT: 'manual', CI_PIPELINE_FILES: '[]' });
    expect(outside.CI_COMMIT_SHA).toBeUndefined();
  });

  it.each([
    ['git@forge.example:octo/group/app.git', 'octo/group/app', 'https://forge.example/octo/group/app.git'],
    ['ssh://git@forge.example:2222/octo/app', 'octo/app', 'https://forge.example/octo/app.git'],
    ['https://forge.example:8443/octo/app.git/', 'octo/app', 'https://forge.example:8443/octo/app.git/'],
    ['/srv/git/app.git', undefined, undefined],
    ['../app', undefined, undefined],
  ])('read the repository in the address %s', async (url, repo, cloneUrl) => {
    const repository = new Repository();
    repository.commit('first');
    repository.git('remote', 'add', 'origin', url);

    const { CI_REPO, CI_REPO_CLONE_URL } = await variablesOf({ folder: repository.folder });

    expect([CI_REPO, CI_REPO_CLONE_URL]).toEqual([repo, cloneUrl]);
  });

  it('run nothing that a hostile checkout brings, and do not wait for what it has in place of files', async () => {
    const { folder, repository } = clone();
    const marker = join(temporaryFolder(), 'marker');
    const evil = join(temporaryFolder(), 'evil');
    writeFileSync(evil, `#!/bin/sh\necho >> ${marker}\ncat\n`, { mode: 0o755 });
    repository.write('.gitattributes', '* filter=evil diff=evil\n');
    repository.write('a', 'changed');
    const keys = ['core.fsmonitor', 'core.sshCommand', 'core.alternateRefsCommand', 'diff.external', 'gpg.program', 'core.editor'];
    const drivers = ['filter.evil.clean', 'filter.evil.smudge', 'diff.evil.textconv', 'diff.evil.command', 'credential.helper'];
    for (const key of [...keys, ...drivers]) repository.git('config', key, evil);
    repository.git('config', 'log.showSignature', 'true');
    repository.git('config', 'core.hooksPath', join(evil, '..'));
    symlinkSync('/dev/zero', join(folder, '.git/refs/tags/endless'));

    const variables = await variablesOf({ folder, uncommitted: true });

    expect(variables.CI_PIPELINE_FILES).toBe('[".gitattributes","a","dir/c"]');
    expect(existsSync(marker)).toBe(false);
  });
});

describe('flags', () => {
  it('go before what git and the CI system say', async () => {
    const { folder } = clone();
    const env = { ...WITH_GIT, CI: 'woodpecker', CI_COMMIT_BRANCH: 'theirs', CI_COMMIT_AUTHOR: 'them', CI_PIPELINE_NUMBER: '7' };

    expect(await variablesOf({ folder, env, flags: { branch: 'mine', 'pipeline-changed-files': 'x, y' } })).toMatchObject({
      CI_COMMIT_BRANCH: 'mine',
      CI_COMMIT_REF: 'refs/heads/mine',
      CI_COMMIT_AUTHOR: 'them',
      CI_COMMIT_MESSAGE: 'third',
      CI_PIPELINE_NUMBER: '7',
      CI_PIPELINE_FILES: '["x","y"]',
    });
  });

  it('describe another commit of the checkout by its id', async () => {
    const { folder, commits } = clone();

    expect(await variablesOf({ folder, flags: { 'commit-sha': commits[0] } })).toMatchObject({
      CI_COMMIT_MESSAGE: 'first',
      CI_PIPELINE_FILES: '["a"]',
    });
  });
});

describe('a metadata file', () => {
  const file = {
    repo: { name: 'app', owner: 'octo', default_branch: 'trunk', trusted: { network: true } },
    curr: { event: 'cron', cron: 'nightly', commit: { sha: 'f00', branch: 'trunk', changed_files: ['x'] } },
  };

  it('stands for git and other CI systems', async () => {
    const { folder } = clone();
    const env = { ...WITH_GIT, GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'other/one', GITHUB_SHA: 'abc' };

    const variables = await variablesOf({ folder, env, file });

    expect(variables).toMatchObject({ CI_REPO: 'octo/app', CI_COMMIT_SHA: 'f00', CI_PIPELINE_EVENT: 'cron', CI_PIPELINE_FILES: '["x"]' });
    expect(variables.CI_COMMIT_MESSAGE).toBeUndefined();
  });

  it('gives way to flags and to the variables of Woodpecker', async () => {
    const env = { CI_COMMIT_BRANCH: 'theirs', CI_COMMIT_SHA: 'theirs' };

    expect(await variablesOf({ folder: '/', env, file, flags: { 'commit-sha': 'mine' } })).toMatchObject({
      CI_COMMIT_BRANCH: 'theirs',
      CI_COMMIT_SHA: 'mine',
    });
  });

  it.each(['[]', '{', 'null'])('that holds %s is refused', (text) => {
    expect(() => factsOfFile(text, 'm.json')).toThrow('m.json is no metadata file');
  });
});
