import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import { type Fifo, makeFifos } from './fifos.js';
import { createMemoryCgroup, entranceOf, ranOutOfMemory, removeMemoryCgroup } from './memory-cgroup.js';
import type { ContainerExit, ContainerSpec, RunningContainer } from './runtime.js';
import { shellFor } from './shell.js';
import { signalGroup } from './signals.js';

export interface ChildOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** A pipe from the child as file descriptor 3. */
  readonly report: 'pipe' | 'ignore';
}

/** A child process that leads a group of its own, with named pipes as standard streams and its memory limited. */
export interface Child extends Omit<RunningContainer, 'terminate' | 'exec' | 'enter'> {
  readonly process: ChildProcess;
}

export async function startChild(command: readonly string[], spec: ContainerSpec, options: ChildOptions): Promise<Child> {
  const names = spec.stdin ? ['stdin', 'stdout', 'stderr'] : ['stdout', 'stderr'];
  const fifos = await makeFifos(spec.folder, names);
  const childEnd = (name: string) => fifos[name]?.childEnd ?? 'ignore';
  const cgroup = spec.memoryLimit === undefined ? undefined : createMemoryCgroup(spec.memoryLimit);
  const [program = '', ...args] = cgroup === undefined ? command : entering(cgroup, command, shellFor(options.env));
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: [childEnd('stdin'), childEnd('stdout'), childEnd('stderr'), options.report],
  });
  for (const { childEnd: fd } of Object.values(fifos)) closeSync(fd);
  const exit = exitOf(child, cgroup);
  const { pid } = child;
  const { stdin, stdout, stderr } = fifos;
  if (pid === undefined || stdout === undefined || stderr === undefined) throw await failure(child, Object.values(fifos));
  return {
    process: child,
    pid,
    cgroup,
    stdin: stdin?.ourEnd,
    stdout: stdout.ourEnd,
    stderr: stderr.ourEnd,
    exit,
    kill: () => signalGroup(pid, 'SIGKILL'),
  };
}

/** A command that goes into a cgroup and becomes the command given; if it may not go in, it runs without a limit. */
function entering(cgroup: string, command: readonly string[], shell: readonly string[]): readonly string[] {
  return [...shell, '-c', '{ echo 0 >"$0"; } 2>/dev/null; exec "$@"', entranceOf(cgroup), ...command];
}

async function exitOf(child: ChildProcess, cgroup: string | undefined): Promise<ContainerExit> {
  const code = await exitCodeOf(child);
  const outOfMemory = cgroup !== undefined && ranOutOfMemory(cgroup);
  if (cgroup !== undefined) await removeMemoryCgroup(cgroup);
  return { code, outOfMemory };
}

/** Exit code of a child, 128 + signal for a signal. */
function exitCodeOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    child.once('error', () => resolve(128));
  });
}

async function failure(child: ChildProcess, fifos: readonly Fifo[]): Promise<Error> {
  for (const { ourEnd } of fifos) ourEnd.destroy();
  return new Promise((resolve) => child.once('error', resolve));
}
