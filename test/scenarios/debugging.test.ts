import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXEC, RUNNER_ROLE } from '../../src/contract/runner-role.js';
import { canShutIn } from '../local/embedded-cluster.js';
import { ACCOUNT_KUBECONFIG, allowBeside, enterAs, grant } from './account.js';
import type { Bed } from './bed.js';
import { Podline } from './podline.js';
import { realScenario } from './scenario.js';
import { HAS_TMUX, Terminal } from './tmux.js';

const FAILING = `
  skip_clone: true
  steps:
    broken: { image: alpine, commands: ['echo kept >file', 'exit 3'] }
    after: { image: alpine, commands: ['echo never'] }
`;
const ENDLESS = `
  skip_clone: true
  steps:
    work: { image: alpine, commands: ['echo begun >file', 'echo begun', 'sleep 1000'] }
`;

describe.skipIf(!HAS_TMUX)('run --shell-on-failure (on a terminal of tmux)', () => {
  realScenario('opens a shell in the container of the failed step; size and Ctrl-C reach it, the verdict stays', async (bed) => {
    await allowBeside(bed, EXEC);
    await bed.write('workflow.yaml', FAILING);
    await onTerminal(bed, async (terminal) => {
      await terminal.podline(`run workflow.yaml --no-save --shell-on-failure ${flagsOf(bed)}`);
      await terminal.until('broken failed with exit code 3: this is a shell');
      await terminal.type('cat file; pwd; tty');
      await terminal.until(/^kept\n\/woodpecker\/src\n\/dev\/pts\/\d+$/m);
      await terminal.resize(66, 22);
      // the size has a way of its own to the container, and may come behind what is typed
      await terminal.type('until stty size | grep "^22 66$"; do sleep 0.1; done');
      await terminal.until(/^22 66$/m);
      // until the command runs, Ctrl-C is a key like others to the shell
      await terminal.type("printf 'as%s\\n' leep; sleep 1000");
      await terminal.until(/^asleep$/m);
      await terminal.press('C-c');
      await terminal.type('echo "interrupted $?"');
      await terminal.until(/^interrupted 130$/m);
      await terminal.type('exit 0');
      await terminal.until('status 1');

      const lines = (await terminal.everything()).join('\n');
      expect(lines).toContain('broken  ✗ failed in');
      expect(lines).toContain('exit code 3');
      expect(lines).toContain('after   - skipped: broken failed');
      expect(lines).toContain('nothing left on the cluster');
    });
  });

  realScenario('removes the run when podline is stopped while the shell is open', async (bed) => {
    await allowBeside(bed, EXEC);
    await bed.write('workflow.yaml', FAILING);
    await onTerminal(bed, async (terminal) => {
      await terminal.podline(`run workflow.yaml --no-save --shell-on-failure ${flagsOf(bed)} & echo "pid $!"; fg`);
      await terminal.until('this is a shell');
      const [, pid] = /^pid (\d+)$/m.exec((await terminal.everything()).join('\n')) ?? [];
      process.kill(Number(pid), 'SIGTERM');
      await terminal.until('nothing left on the cluster');
    });
  });
});

describe('podline exec', () => {
  realScenario('runs a command in the container of a step, and ends with its exit status', async (bed) => {
    await allowBeside(bed, EXEC);
    const run = await bed.start(ENDLESS, '--output', 'json');
    await run.until('"text":"begun"');
    const id = await runOf(bed);

    const exec = async (...words: readonly string[]) => (await bed.bare(['exec', ...flagsOf(bed).split(' '), id, ...words])).end();
    const read = await exec('work', '--', 'cat', '/woodpecker/src/file');
    const failed = await exec('work', '--', 'sh', '-c', 'echo out; echo err >&2; exit 7');
    const missing = await exec('work', '--', 'no-such-program');
    const unknown = await exec('other', '--', 'true');
    const shell = await exec('work');
    run.signal('SIGINT');
    await run.end();

    expect(read).toMatchObject({ status: 0, stdout: 'begun\n', stderr: '' });
    expect(failed).toMatchObject({ status: 7, stdout: 'out\n', stderr: 'err\n' });
    expect(missing.status).toBe(3);
    expect(missing.stderr).toContain('error[exec-failed]');
    expect(unknown).toMatchObject({ status: 2, stderr: expect.stringContaining('error[unknown-step]') });
    expect(shell).toMatchObject({ status: 2, stderr: expect.stringContaining('error[no-terminal]') });
  });

  realScenario('opens a shell where the commands of the step run', async (bed) => {
    await allowBeside(bed, EXEC);
    const run = await bed.start(ENDLESS, '--output', 'json');
    await run.until('"text":"begun"');
    const id = await runOf(bed);

    await onTerminal(bed, async (terminal) => {
      await terminal.podline(`exec ${id} work ${flagsOf(bed)}`);
      await terminal.until(/[$#] $|[$#]$/m);
      await terminal.type('cat file; exit 5');
      await terminal.until('status 5');

      expect(await terminal.screen()).toContain('begun');
    });
    run.signal('SIGINT');
    await run.end();
  });
});

describe('the right to look into a step', () => {
  realScenario('is one beside the least Role; without it the error names it', async (bed) => {
    const run = await bed.start(ENDLESS, '--output', 'json');
    await run.until('"text":"begun"');
    const id = await runOf(bed);
    const exec = async () =>
      (await bed.bare(['exec', '--kubeconfig', ACCOUNT_KUBECONFIG, '--namespace', bed.namespace, id, 'work', '--', 'true'])).end();

    await enterAs(bed, RUNNER_ROLE);
    const without = await exec();
    await grant(bed.cluster, [EXEC], { role: 'exec', home: bed.namespace });
    const withRight = await exec();
    run.signal('SIGINT');
    await run.end();

    expect(without).toMatchObject({ status: 3, stderr: expect.stringMatching(/with the verb "(get|create)" on "pods\/exec"/) });
    expect(withRight.status).toBe(0);
  });

  it('is printed by rbac where it is asked for', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'podline-debugging-'));
    await writeFile(join(folder, 'workflow.yaml'), FAILING);
    const rbac = async (...flags: readonly string[]) =>
      (await new Podline(['rbac', 'workflow.yaml', ...flags], { cwd: folder }).end()).stdout;

    expect(await rbac('--shell-on-failure')).toContain('pods/exec');
    expect(await rbac()).not.toContain('pods/exec');
    await rm(folder, { recursive: true, force: true });
  });
});

describe('on the embedded cluster', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'podline-debugging-'));
    await writeFile(join(folder, 'workflow.yaml'), FAILING);
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it.skipIf(!HAS_TMUX)('run --shell-on-failure opens a shell in the failed step, and Ctrl-C is for what runs in it', async () => {
    const local = (await canShutIn()) ? '--local' : '--local=process-unsafe';
    const terminal = await Terminal.open({ cwd: folder });
    try {
      await terminal.podline(`run ${local} workflow.yaml --no-save --shell-on-failure`);
      await terminal.until('broken failed with exit code 3: this is a shell');
      await terminal.type('cat file');
      await terminal.until(/^kept$/m);
      await terminal.type("printf 'as%s\\n' leep; sleep 1000");
      await terminal.until(/^asleep$/m);
      await terminal.press('C-c');
      await terminal.type('echo "interrupted $?"');
      await terminal.until(/^interrupted 130$/m);
      await terminal.type('exit 0');
      await terminal.until('status 1');

      expect((await terminal.everything()).join('\n')).toMatch(/^failed after \S+ · nothing left on the cluster$/m);
    } finally {
      await terminal.close();
    }
  });
});

async function onTerminal(bed: Bed, work: (terminal: Terminal) => Promise<void>): Promise<void> {
  const terminal = await Terminal.open({ cwd: bed.folder });
  try {
    await work(terminal);
  } finally {
    await terminal.close();
  }
}

function flagsOf(bed: Bed): string {
  return `--kubeconfig ${bed.kubeconfig} --namespace ${bed.namespace}`;
}

async function runOf(bed: Bed): Promise<string> {
  const [lease] = await bed.cluster.list('Lease');
  return lease?.metadata.labels?.['podline.dev/run'] ?? '';
}
