import { closeSync, mkdtempSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Clock } from '../../../../src/clock.js';
import { Container } from '../../../../src/local/node/container.js';
import { makeFifos } from '../../../../src/local/runtimes/fifos.js';
import type { RunningContainer, Runtime } from '../../../../src/local/runtimes/runtime.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'podline-container-test-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Every wait is over as soon as it begins: as a process sees it that had to wait longer for its processor. */
const late: Clock = { now: () => Date.now(), sleep: async () => undefined };

/** A container that has written and ended, before anything of it was read. */
const ended: Runtime = {
  check: async () => undefined,
  start: async (spec) => {
    const { stdout, stderr } = await makeFifos(spec.folder, ['stdout', 'stderr']);
    if (!stdout || !stderr) throw new Error('mkfifo made no pipes');
    writeSync(stdout.childEnd, 'last words\n');
    for (const { childEnd } of [stdout, stderr]) closeSync(childEnd);
    const nothing = () => undefined;
    const running = { pid: 0, exit: Promise.resolve({ code: 0, outOfMemory: false }), terminate: nothing, kill: nothing };
    const none = async () => 128;
    return { ...running, stdout: stdout.ourEnd, stderr: stderr.ourEnd, exec: none, enter: none } satisfies RunningContainer;
  },
};

async function logOf(container: Container): Promise<string> {
  const pieces: string[] = [];
  for await (const some of container.log.pieces({ follow: true, signal: new AbortController().signal })) {
    pieces.push(...some.map(({ text }) => text.toString()));
  }
  return pieces.join('');
}

it('what a container wrote before its end is in its log, however late it is read', async () => {
  const nobody = () => undefined;
  const container = new Container(
    { name: 'step', image: 'alpine' },
    { runtime: ended, clock: late, folder: join(folder, 'step'), changed: nobody, unready: nobody, started: nobody },
  );

  await container.run({ command: ['true'], env: {}, workingDir: '/', mounts: [], hostsFile: '/dev/null', pod: { name: 'pod' } });

  expect(await logOf(container)).toBe('last words\n');
  expect(container.state.terminated).toMatchObject({ exitCode: 0 });
});
