import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../errors.js';
import { identityOf, isGone, runningPid } from '../process-identity.js';
import { removeMemoryCgroup } from './runtimes/memory-cgroup.js';
import { signalGroup } from './runtimes/signals.js';

/**
 * The folder of one running cluster. It tells who owns it and which process groups and cgroups were made, so that a later
 * start can clean up after an owner that was killed, where the machine tells (/proc).
 */
export class StateFolder {
  private constructor(readonly path: string) {}

  /**
   * Makes a folder below `root`, after removing what dead owners left there.
   *
   * @throws UsageError where `root` is another person's, who could make us end processes
   */
  static async create(root: string): Promise<StateFolder> {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    if (statSync(root).uid !== process.getuid?.()) {
      throw new UsageError(`the folder ${root} belongs to somebody else`, { code: 'foreign-state', hint: `remove ${root}` });
    }
    for (const name of readdirSync(root)) await sweep(join(root, name));
    const state = new StateFolder(mkdtempSync(join(root, 'cluster-')));
    writeFileSync(join(state.path, OWNER), identityOf(process.pid));
    return state;
  }

  /** Notes a process group, by its leader, and a cgroup that must not outlive the cluster. */
  note({ pid, cgroup }: { readonly pid: number; readonly cgroup?: string }): void {
    appendFileSync(join(this.path, GROUPS), `${identityOf(pid)}\n`);
    if (cgroup !== undefined) appendFileSync(join(this.path, CGROUPS), `${cgroup}\n`);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5 });
  }
}

const OWNER = 'owner';
const GROUPS = 'process-groups';
const CGROUPS = 'cgroups';

async function sweep(folder: string): Promise<void> {
  const [owner] = linesOf(join(folder, OWNER));
  if (owner === undefined || (!isGone(owner) && isOfThisBoot(owner))) return;
  const leaders = linesOf(join(folder, GROUPS)).flatMap((identity) => runningPid(identity) ?? []);
  for (const leader of leaders) signalGroup(leader, 'SIGKILL');
  for (const cgroup of linesOf(join(folder, CGROUPS))) await removeMemoryCgroup(cgroup);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** False where the machine was started again since: its processes are all gone, and the folder is this machine's. */
function isOfThisBoot(identity: string): boolean {
  return identity.split('/')[0] === identityOf(process.pid).split('/')[0];
}

function linesOf(file: string): readonly string[] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text.split('\n').filter((line) => line !== '');
}
