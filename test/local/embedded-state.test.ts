import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryCgroupParents } from '../../src/local/runtimes/memory-cgroup.js';
import { PATIENCE } from '../patience.js';
import { canLimitMemory, canShutIn, EmbeddedCluster } from './embedded-cluster.js';

const CHILD = fileURLToPath(new URL('embedded-child.ts', import.meta.url));

const limited = await canLimitMemory();

let stateRoot: string;
beforeEach(() => {
  stateRoot = mkdtempSync(join(tmpdir(), 'podline-state-'));
});
afterEach(() => rmSync(stateRoot, { recursive: true, force: true }));

/** A program with a cluster and a pod that runs two processes. */
async function startProgram(runtime: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, stateRoot, runtime], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  await vi.waitFor(() => expect(sleepers()).toHaveLength(2), PATIENCE);
  return child;
}

/** Processes of this machine that were started by the pod of the program. */
function sleepers(): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') === 'sleep\x004712\x00';
    } catch {
      return false;
    }
  });
}

/** The folder of the cgroup that limits the memory of a process, where there is one. */
function cgroupOf(pid = ''): string | undefined {
  const parents = memoryCgroupParents(readFileSync(`/proc/${pid}/cgroup`, 'utf8'));
  return parents.find((path) => /\/podline-\w+$/.test(path));
}

describe.each((await canShutIn()) ? ['process', 'process-unsafe'] : ['process-unsafe'])('with the runtime "%s" a cluster', (runtime) => {
  it('that is stopped leaves no process and no folder behind', async () => {
    const child = await startProgram(runtime);

    child.kill('SIGTERM');
    await once(child, 'exit');

    await vi.waitFor(() => expect(sleepers()).toEqual([]), PATIENCE);
    expect(readdirSync(stateRoot)).toEqual([]);
  });

  it('whose program was killed is cleaned up by the next start, one that runs is left alone', async () => {
    const child = await startProgram(runtime);

    const cgroup = cgroupOf(sleepers()[0]);
    const neighbour = await EmbeddedCluster.start({ runtime: 'process-unsafe', stateRoot });
    const beside = { sleepers: sleepers().length, folders: readdirSync(stateRoot).length };
    await neighbour.cluster.stop();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const next = await EmbeddedCluster.start({ runtime: 'process-unsafe', stateRoot });

    expect(beside).toEqual({ sleepers: 2, folders: 2 });
    await vi.waitFor(() => expect(sleepers()).toEqual([]), PATIENCE);
    expect(readdirSync(stateRoot)).toHaveLength(1);
    expect(cgroup === undefined || existsSync(cgroup)).toBe(false);
    expect(cgroup !== undefined).toBe(limited);
    await next.stop();
  });
});

describe('a cluster', () => {
  it('can be stopped while a container starts', async () => {
    const cluster = await EmbeddedCluster.start({ stateRoot });
    await cluster.createPod('starting', { command: ['sleep', '4712'] });

    await cluster.cluster.stop();

    await vi.waitFor(() => expect(sleepers()).toEqual([]), PATIENCE);
    expect(readdirSync(stateRoot)).toEqual([]);
  });
});

describe.runIf(await canShutIn())('where the kernel gives no namespaces', () => {
  it('the runtime "process" is refused with a hint', () => {
    const forbid = 'echo 0 >/proc/sys/user/max_user_namespaces && exec "$@"';

    const said = execFileSync(
      'unshare',
      ['--user', '--map-root-user', 'sh', '-c', forbid, 'sh', process.execPath, '--import', 'tsx', CHILD, stateRoot, 'process'],
      {
        encoding: 'utf8',
      },
    );

    expect(said).toMatch(/^UsageError no-namespaces: this machine cannot shut containers in: unshare: .* \(.*--local=process-unsafe\)\n$/);
    expect(readdirSync(stateRoot)).toEqual([]);
  });
});
