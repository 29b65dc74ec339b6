import { existsSync, lstatSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';

/** A mount of this machine below a folder that containers see. */
export interface HostMount {
  readonly path: string;
  /** Options that the kernel insists on when the mount is made read-only elsewhere. */
  readonly flags: readonly string[];
}

/** What containers see of this machine, read-only. */
export interface HostLayout {
  readonly folders: readonly string[];
  /** Top-level links, such as `/bin` → `usr/bin`. */
  readonly links: readonly { readonly path: string; readonly to: string }[];
  /** Every mount point on or below {@link HostLayout.folders}, outermost first. */
  readonly mounts: readonly HostMount[];
  /** Through which this machine's root, though shut in, could act on the kernel. */
  readonly kernelFiles: readonly string[];
  /** Where `/etc/resolv.conf` really is, when that is not below `/etc`. */
  readonly resolvConf?: string;
}

const TOP_LEVEL = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/etc', '/opt', '/nix'];
const KERNEL_FILES = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];
const LOCKED_FLAGS = ['nosuid', 'nodev', 'noexec'];

export function readHostLayout(): HostLayout {
  const existing = TOP_LEVEL.flatMap((path) => {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats === undefined ? [] : [{ path, link: stats.isSymbolicLink() }];
  });
  const folders = existing.filter(({ link }) => !link).map(({ path }) => path);
  const links = existing.filter(({ link }) => link).map(({ path }) => ({ path, to: readlinkSync(path) }));
  return {
    folders,
    links,
    mounts: mountsBelow(folders, readFileSync('/proc/self/mountinfo', 'utf8')),
    resolvConf: farResolvConf(),
    kernelFiles: KERNEL_FILES.filter((path) => existsSync(path)),
  };
}

/** @param mountInfo - text of `/proc/self/mountinfo` */
export function mountsBelow(folders: readonly string[], mountInfo: string): readonly HostMount[] {
  const mounts = mountInfo.split('\n').flatMap((line) => {
    const [, , , , point, options] = line.split(' ');
    if (point === undefined || options === undefined) return [];
    const path = point.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
    return [{ path, flags: options.split(',').filter((option) => LOCKED_FLAGS.includes(option)) }];
  });
  const flagsOf = (folder: string) =>
    mounts.filter(({ path }) => path === '/' || `${folder}/`.startsWith(`${path}/`)).sort((a, b) => b.path.length - a.path.length)[0]
      ?.flags ?? [];
  return folders.flatMap((folder) => [
    { path: folder, flags: flagsOf(folder) },
    ...mounts.filter(({ path }) => path.startsWith(`${folder}/`)).sort((a, b) => a.path.length - b.path.length),
  ]);
}

function farResolvConf(): string | undefined {
  try {
    const path = realpathSync('/etc/resolv.conf');
    return path.startsWith('/etc/') ? undefined : path;
  } catch {
    return undefined;
  }
}
