import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { UsageError } from '../../errors.js';
import { type Child, startChild } from './child.js';
import { type HostLayout, readHostLayout } from './host-layout.js';
import { inTerminal } from './in-terminal.js';
import { makeRoot } from './root-folder.js';
import { type ContainerSpec, type RunningContainer, type Runtime, StartError } from './runtime.js';
import { CAPABILITIES, ENV, mountTable, REPORT_FD, SETPRIV, sandboxScript, UNSHARE } from './sandbox.js';
import { shellFor } from './shell.js';
import { signalProcess } from './signals.js';

/**
 * Runs a container as processes of this machine, shut in by namespaces: it sees this machine's programs read-only, its
 * volumes at their mount paths, a home and a /tmp of its own, and nothing else. The network is this machine's. It runs
 * as whoever started us, and is root inside (`runAsUser` has no effect). A limit of memory is enforced where this machine
 * lets us make cgroups, one of cpu never.
 */
export class ProcessRuntime implements Runtime {
  private host: HostLayout | undefined;

  async check(folder: string): Promise<void> {
    const hostsFile = '/dev/null';
    try {
      const spec = { command: ['true'], env: { PATH: '/usr/bin:/bin' }, workingDir: '/', mounts: [], hostsFile, stdin: false, folder };
      const container = await this.start(spec);
      if ((await container.exit).code !== 0) throw new StartError(await text(container.stderr));
      closeStreams(container);
    } catch (cause) {
      throw new UsageError(`this machine cannot shut containers in: ${cause instanceof Error ? cause.message : String(cause)}`, {
        code: 'no-namespaces',
        hint: 'install util-linux and allow user namespaces, use a cluster, or let steps run unprotected with --local=process-unsafe',
        cause,
      });
    }
  }

  async start(spec: ContainerSpec): Promise<RunningContainer> {
    this.host ??= readHostLayout();
    const root = join(spec.folder, 'root');
    const table = join(spec.folder, 'fstab');
    makeRoot(root, spec, this.host);
    writeFileSync(table, mountTable(spec, this.host, root));
    const script = sandboxScript(spec, root, table);
    const command = [...UNSHARE, ...shellFor(spec.env), '-c', script, 'sh', ...spec.command];
    const child = await startChild(command, spec, { cwd: '/', env: spec.env, report: 'pipe' });
    const init = await readyPid(child);
    return {
      ...child,
      terminate: () => signalProcess(init, 'SIGTERM'),
      exec: (args, signal) => execute(init, args, { env: spec.env, cwd: spec.workingDir, signal }),
      enter: (args, signal) => enter(init, args, { env: spec.env, cwd: spec.workingDir, signal }),
    };
  }
}

/** Number, on this machine, of the container's first process, once the container is built. */
async function readyPid(child: Child): Promise<number> {
  const pipe = child.process.stdio[REPORT_FD];
  let report = '';
  if (pipe instanceof Readable) {
    for await (const chunk of pipe) {
      report += String(chunk);
      const [, pid] = /^ready (\d+)\n/.exec(report) ?? [];
      if (pid !== undefined) return Number(pid);
    }
  }
  const message = report.startsWith('error ') ? report.slice('error '.length) : await text(child.stderr);
  closeStreams(child);
  throw new StartError(message.trim());
}

const NSENTER = '/usr/bin/nsenter';

interface ExecOptions {
  readonly env: ContainerSpec['env'];
  readonly cwd: string;
  readonly signal: AbortSignal;
}

function execute(pid: number, command: readonly string[], { env, cwd, signal }: ExecOptions): Promise<number> {
  return new Promise((resolve) => {
    const child = execFile(NSENTER, ['--pid', ...inside(pid, command, cwd)], { env, signal }, () => resolve(child.exitCode ?? 128));
  });
}

/** Not in the container's namespace of processes: from there a shell could not give the terminal back to the one around it. */
async function enter(pid: number, command: readonly string[], { env, cwd, signal }: ExecOptions): Promise<number> {
  return inTerminal(NSENTER, inside(pid, command, cwd), { env, signal });
}

/** Arguments of nsenter(1) for a command in a container. */
function inside(pid: number, command: readonly string[], cwd: string): string[] {
  const own = [SETPRIV, `--bounding-set=${CAPABILITIES}`, ENV, '-C', cwd, ...command];
  return ['--target', String(pid), '--user', '--mount', '--root', '--', ...own];
}

function closeStreams({ stdin, stdout, stderr }: Pick<RunningContainer, 'stdin' | 'stdout' | 'stderr'>): void {
  for (const stream of [stdin, stdout, stderr]) stream?.destroy();
}
