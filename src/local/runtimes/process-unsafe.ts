import { execFile } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { startChild } from './child.js';
import { inTerminal } from './in-terminal.js';
import { type ContainerSpec, type Mount, type RunningContainer, type Runtime, StartError } from './runtime.js';
import { notFound } from './sandbox.js';
import { signalProcess } from './signals.js';

/**
 * Runs a container as plain processes of this machine: nothing is shut in, a step can do whatever its user can. Mount
 * paths do not exist; wherever one stands in the command, the environment or the working folder, the folder behind it
 * is put in its place. A path that a script puts together itself is not found. Services have no names: `/etc/hosts` is
 * the machine's.
 */
export class UnsafeProcessRuntime implements Runtime {
  async check(): Promise<void> {}

  async start(spec: ContainerSpec): Promise<RunningContainer> {
    const here = relocation(spec.mounts);
    const home = join(spec.folder, 'home');
    mkdirSync(home);
    const env = { ...Object.fromEntries(Object.entries(spec.env).map(([name, value]) => [name, here(value)])), HOME: home };
    const moved = here(spec.workingDir);
    // What is no volume would be a folder of the container alone.
    const cwd = moved === spec.workingDir ? home : moved;
    mkdirSync(cwd, { recursive: true });
    const command = spec.command.map(here);
    if (!exists(command[0] ?? '', { path: spec.env.PATH ?? '', cwd })) throw new StartError(notFound(spec));
    const child = await startChild(command, spec, { cwd, env, report: 'ignore' });
    return {
      ...child,
      terminate: () => signalProcess(child.pid, 'SIGTERM'),
      exec: ([program = '', ...args], signal) =>
        new Promise((resolve) => {
          const probe = execFile(here(program), args.map(here), { cwd, env, signal }, () => resolve(probe.exitCode ?? 128));
        }),
      enter: ([program = '', ...args], signal) => inTerminal(here(program), args.map(here), { cwd, env, signal }),
    };
  }
}

/** Puts the folder behind a mount in the place of its path, wherever that stands as a path of its own. */
export function relocation(mounts: readonly Mount[]): (text: string) => string {
  const byTarget = new Map(mounts.map(({ source, target }) => [target, source]));
  const targets = [...byTarget.keys()].sort((a, b) => b.length - a.length).map((target) => target.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (targets.length === 0) return (text) => text;
  const path = new RegExp(`(?<![\\w./-])(${targets.join('|')})(?![\\w.-])`, 'g');
  return (text) => text.replace(path, (target) => byTarget.get(target) ?? target);
}

function exists(program: string, { path, cwd }: { readonly path: string; readonly cwd: string }): boolean {
  const folders = program.includes('/') ? [isAbsolute(program) ? '/' : cwd] : path.split(delimiter);
  return folders.some((folder) => statSync(join(folder, program), { throwIfNoEntry: false })?.isFile());
}
