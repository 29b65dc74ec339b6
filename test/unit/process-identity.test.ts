import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { identityOf, isGone, runningPid } from '../../src/process-identity.js';

const own = identityOf(process.pid);
const [boot = '', namespace = '', pid = '', started = ''] = own.split('/');

describe('the identity of a process', () => {
  it('stays the same, and finds the process', () => {
    expect(identityOf(process.pid)).toBe(own);
    expect(runningPid(own)).toBe(process.pid);
    expect(isGone(own)).toBe(false);
  });

  it('tells that the process has ended', async () => {
    const child = spawn('cat', { stdio: 'pipe' });
    const identity = identityOf(child.pid ?? 0);
    const before = isGone(identity);

    child.stdin.end();
    await once(child, 'exit');

    expect(before).toBe(false);
    expect(isGone(identity)).toBe(true);
    expect(runningPid(identity)).toBeUndefined();
  });

  it.each([
    ['an earlier process of the same number', `${boot}/${namespace}/${pid}/${Number(started) - 1}`, true],
    ['a process of another machine', `other/${namespace}/${pid}/1`, false],
    ['a process of another namespace', `${boot}/1/${pid}/1`, false],
    ['a machine that does not tell', `${boot}//${pid}/0`, false],
    ['nothing', '', false],
  ])('of %s is not of this process, gone: %j', (_, identity, gone) => {
    expect(runningPid(identity)).toBeUndefined();
    expect(isGone(identity)).toBe(gone);
  });
});
