import type { HostLayout } from './host-layout.js';
import type { ContainerSpec } from './runtime.js';

/** unshare(1) with its flags: namespaces of users, mounts and processes; whoever starts the container is root inside. */
export const UNSHARE = ['/usr/bin/unshare', '--user', '--map-root-user', '--mount', '--pid', '--fork', '--kill-child=SIGKILL'];

/** The devices that a container sees. */
export const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];

const KEPT = ['chown', 'dac_override', 'fowner', 'fsetid', 'kill', 'setgid', 'setuid', 'setpcap', 'net_bind_service', 'sys_chroot'];

/**
 * What a container keeps of root's capabilities inside its namespaces, for setpriv(1): the usual ones of containers.
 * Without `sys_admin` it can neither make a read-only mount writable nor mount anything.
 */
export const CAPABILITIES = ['-all', ...KEPT.map((name) => `+${name}`)].join(',');

/** Programs that a container begins with, whatever its PATH. */
export const SETPRIV = '/usr/bin/setpriv';
export const ENV = '/usr/bin/env';

/** File descriptor on which the script says `ready <pid on this machine>` and a line end, or `error <why>` and ends. */
export const REPORT_FD = 3;

/**
 * The mounts that make the folder `root` a container's root, in the order of fstab(5), which is their text's form.
 * Mount points exist already.
 */
export function mountTable(spec: ContainerSpec, host: HostLayout, root: string): string {
  const bind = (source: string, target: string, options: readonly string[]) =>
    [fstabField(source), fstabField(`${root}${target}`), 'none', options.join(','), '0 0'].join(' ');
  const volumes = [...spec.mounts].sort((a, b) => a.target.length - b.target.length);
  return [
    bind(root, '', ['bind']),
    ...host.mounts.map(({ path, flags }) => bind(path, path, ['rbind', 'ro', ...flags])),
    ...volumes.map(({ source, target, readOnly }) => bind(source, target, readOnly ? ['bind', 'ro'] : ['bind'])),
    bind(spec.hostsFile, '/etc/hosts', ['bind', 'ro']),
    ...DEVICES.map((device) => bind(`/dev/${device}`, `/dev/${device}`, ['bind'])),
    `proc ${fstabField(`${root}/proc`)} proc defaults 0 0`,
    ...host.kernelFiles.map((path) => bind(`${root}${path}`, path, ['bind', 'ro'])),
    '',
  ].join('\n');
}

/**
 * The shell script that runs first in a container's namespaces: it mounts what the table says, moves into `root` and
 * becomes the container's command, which it gets as arguments. Its own environment is the container's.
 */
export function sandboxScript(spec: ContainerSpec, root: string, table: string): string {
  return [
    'path=$PATH; PATH=/usr/sbin:/usr/bin:/sbin:/bin',
    `fail() { printf 'error %s' "$1" >&${REPORT_FD}; exit 128; }`,
    // As long as the machine's own /proc is there, it tells this process's number on the machine.
    'read -r pid rest </proc/self/stat',
    `out=$({ mount --all --fstab ${quote(table)} && cd ${quote(root)} && pivot_root . mnt && umount -l /mnt; } 2>&1) ||`,
    '  fail "cannot build the container: $out"',
    `{ cd / && mkdir -p ${quote(spec.workingDir)} && cd ${quote(spec.workingDir)}; } 2>/dev/null ||`,
    `  fail ${quote(`chdir to cwd (${spec.workingDir}) failed`)}`,
    'PATH=$path',
    `command -v ${quote(spec.command[0] ?? '')} >/dev/null || fail ${quote(notFound(spec))}`,
    `printf 'ready %s\\n' "$pid" >&${REPORT_FD}`,
    `exec ${SETPRIV} --bounding-set=${CAPABILITIES} "$@" ${REPORT_FD}>&-`,
  ].join('\n');
}

export function notFound({ command: [program = ''] }: ContainerSpec): string {
  const why = program.includes('/') ? `stat ${program}: no such file or directory` : 'executable file not found in $PATH';
  return `exec: ${JSON.stringify(program)}: ${why}`;
}

/** One word of a POSIX shell command. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** One field of fstab(5). */
function fstabField(path: string): string {
  return path.replace(/[\s\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
