import { existsSync, mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { signalProcess } from './signals.js';

/** Milliseconds between looks at whether killed processes are gone, and how many looks. */
const GONE = { interval: 10, looks: 200 } as const;

/**
 * Makes a cgroup, below this process's own or beside it, whose processes together get so many bytes and no swap.
 *
 * @returns its folder; `undefined` where this machine does not let us, so that the limit is not enforced
 */
export function createMemoryCgroup(bytes: number): string | undefined {
  for (const parent of memoryCgroupParents(readOrEmpty('/proc/self/cgroup'))) {
    try {
      const cgroup = mkdtempSync(join(parent, 'podline-'));
      if (limit(cgroup, bytes)) return cgroup;
      rmdirSync(cgroup);
    } catch {
      // Not ours to change: the next one may be.
    }
  }
  return undefined;
}

/**
 * Where a cgroup for memory may be made, the best place first. In version 2 a cgroup with processes of its own, as ours,
 * usually cannot limit its children, but its parent can.
 *
 * @param own - text of `/proc/self/cgroup`
 */
export function memoryCgroupParents(own: string): readonly string[] {
  const [, version1] = /^\d+:(?:[^:\n]*,)?memory(?:,[^:\n]*)?:(.*)$/m.exec(own) ?? [];
  if (version1 !== undefined) return [join('/sys/fs/cgroup/memory', version1)];
  const [, version2] = /^0::(.*)$/m.exec(own) ?? [];
  return version2 === undefined ? [] : [version2, dirname(version2)].map((path) => join('/sys/fs/cgroup', path));
}

/** The file into which a process writes 0 to be in the cgroup, with all its children to come. */
export function entranceOf(cgroup: string): string {
  return join(cgroup, 'cgroup.procs');
}

/** True once the kernel has ended a process in the cgroup because the limit was reached. */
export function ranOutOfMemory(cgroup: string): boolean {
  return ['memory.events', 'memory.oom_control'].some((file) => /^oom_kill [1-9]/m.test(readOrEmpty(join(cgroup, file))));
}

/** Kills what is left in the cgroup and removes it; without effect where it is gone. */
export async function removeMemoryCgroup(cgroup: string): Promise<void> {
  for (let look = 0; look < GONE.looks && existsSync(cgroup); look += 1) {
    try {
      for (const pid of readOrEmpty(entranceOf(cgroup)).split('\n').map(Number)) if (pid > 0) signalProcess(pid, 'SIGKILL');
      rmdirSync(cgroup);
    } catch {
      await setTimeout(GONE.interval);
    }
  }
}

/** Writes what a kubelet writes, into the files of either version. @returns false where the cgroup knows no memory */
function limit(cgroup: string, bytes: number): boolean {
  const write = (file: string, value: number) => {
    const path = join(cgroup, file);
    if (existsSync(path)) writeFileSync(path, String(Math.floor(value)));
    return existsSync(path);
  };
  const limited = ['memory.max', 'memory.limit_in_bytes'].map((file) => write(file, bytes));
  write('memory.swap.max', 0);
  write('memory.memsw.limit_in_bytes', bytes);
  write('memory.oom.group', 1);
  return limited.includes(true);
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
