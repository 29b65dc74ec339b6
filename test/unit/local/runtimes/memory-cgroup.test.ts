import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createMemoryCgroup,
  entranceOf,
  memoryCgroupParents,
  ranOutOfMemory,
  removeMemoryCgroup,
} from '../../../../src/local/runtimes/memory-cgroup.js';
import { canLimitMemory } from '../../../local/embedded-cluster.js';

describe('a cgroup for memory', () => {
  it.each([
    ['of version 1 is made below our own', '4:memory:/user\n0::/other\n', ['/sys/fs/cgroup/memory/user']],
    ['of version 1 may have other controllers beside', '9:cpu:/\n4:cpuset,memory,pids:/a b\n', ['/sys/fs/cgroup/memory/a b']],
    [
      'of version 2 is made below our own or beside it',
      '0::/user.slice/s.scope\n',
      ['/sys/fs/cgroup/user.slice/s.scope', '/sys/fs/cgroup/user.slice'],
    ],
    ['is made nowhere where this machine has none', '', []],
  ])('%s', (_, own, parents) => {
    expect(memoryCgroupParents(own)).toEqual(parents);
  });
});

describe.runIf(await canLimitMemory())('a cgroup for memory, where this machine lets us,', () => {
  let cgroup = '';
  afterEach(async () => removeMemoryCgroup(cgroup));

  /** Runs a script in the cgroup; what it allocates stays below 200 MB, also without a limit. */
  function runInside(script: string): string {
    cgroup = createMemoryCgroup(32 * 1024 * 1024) ?? '';
    return execFileSync('/bin/sh', ['-c', `echo 0 >"$0"; ${script}`, entranceOf(cgroup)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  }

  it('ends a process that takes more, and says so', () => {
    const said = runInside('(head -c 200000000 /dev/zero | tail >/dev/null); echo $?');

    expect(said).toBe('137\n');
    expect(ranOutOfMemory(cgroup)).toBe(true);
  });

  it('says nothing of a process that was killed otherwise', () => {
    runInside("sh -c 'kill -9 $$'; true");

    expect(ranOutOfMemory(cgroup)).toBe(false);
  });

  it('is removed with whoever is left in it', async () => {
    cgroup = createMemoryCgroup(32 * 1024 * 1024) ?? '';
    const child = spawn('/bin/sh', ['-c', 'echo 0 >"$0"; echo in; sleep 4713 & wait', entranceOf(cgroup)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const exit = once(child, 'exit');
    await once(child.stdout, 'data');
    const members = readFileSync(entranceOf(cgroup), 'utf8');

    await removeMemoryCgroup(cgroup);

    expect(members.split('\n')).toContain(String(child.pid));
    expect(existsSync(cgroup)).toBe(false);
    expect(await exit).toEqual([null, 'SIGKILL']);
  });
});
