import { describe, expect, it } from 'vitest';
import { startError, withLog } from '../../../src/runner/container-end.js';
import { podFixture } from './fixtures.js';
import { podOf } from './plans.js';

describe('startError', () => {
  it.each([
    ['exec: "/usr/local/bin/run": permission denied: unknown', 'make /usr/local/bin/run executable in the image alpine'],
    ['exec: "make": executable file not found in $PATH: unknown', 'the image alpine has no make: correct the entrypoint of the step'],
    ['the embedded cluster runs no images, and the container "step" of pod build has no command', 'give it commands, or run on a cluster'],
  ])('says what to do about %s', (cause, hint) => {
    const words = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${cause}`;

    expect(startError(podOf('build'), words)).toEqual({
      state: 'error',
      reason: 'StartError',
      message: cause.replace(': unknown', ''),
      hint,
    });
  });
});

describe('withLog', () => {
  const pod = podFixture('exec-format');
  const failed = { state: 'failed', exitCode: 1, reason: 'ExitCode', message: 'exit code 1' } as const;
  const runtime = 'exec /bin/sh: exec format error';

  it('knows a program for another architecture by the line of the container runtime', () => {
    expect(withLog(failed, { pod, log: [runtime] })).toEqual({
      state: 'error',
      exitCode: undefined,
      reason: 'StartError',
      message: runtime,
      hint: expect.stringMatching(/^the image garbage:1 is not for the architecture of the node node1: /),
    });
  });

  it.each([
    ['other output before it', failed, ['building', runtime]],
    ['a script that says something like it', failed, ['./tool: exec format error']],
    ['no output', failed, []],
    ['a step that passed', { state: 'passed', exitCode: 0 } as const, [runtime]],
  ])('leaves the end as it is with %s', (_, end, log) => {
    expect(withLog(end, { pod, log })).toBe(end);
  });
});
