import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Identifies a process for all time: the boot of its machine, the namespace of its number, the number, and when it started
 * (clock ticks since boot). Where the machine does not tell (no /proc) its name stands in, which is enough to say who holds a run.
 */
export function identityOf(pid: number): string {
  const boot = or(hostname(), () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const namespace = or('', () => readlinkSync('/proc/self/ns/pid').replace(/\D/g, ''));
  const stat = or('', () => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // the second field is the program's name in brackets, and may hold anything
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  return [boot, namespace, pid, started].join('/');
}

/** True for the identity of a process that would be seen from here, and is not there any more. */
export function isGone(identity: string): boolean {
  const [boot, namespace, pid] = identity.split('/');
  const now = identityOf(Number(pid));
  const [hereBoot, hereNamespace] = now.split('/');
  return namespace !== '' && boot === hereBoot && namespace === hereNamespace && identity !== now;
}

/** Number of the process, as long as that certainly is the same process. */
export function runningPid(identity: string): number | undefined {
  const [, , pid, started] = identity.split('/');
  return started !== '0' && identity === identityOf(Number(pid)) ? Number(pid) : undefined;
}

function or<T>(otherwise: T, read: () => T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
