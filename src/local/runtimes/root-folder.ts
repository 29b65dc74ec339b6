import { chmodSync, copyFileSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { HostLayout } from './host-layout.js';
import { type ContainerSpec, StartError } from './runtime.js';
import { DEVICES } from './sandbox.js';

const FOLDERS = ['dev', 'proc', 'root', 'run', 'home', 'mnt', 'srv', 'var'];
const EVERYBODYS = ['tmp', 'var/tmp', 'dev/shm'];
const DEVICE_LINKS = { fd: '/proc/self/fd', stdin: 'fd/0', stdout: 'fd/1', stderr: 'fd/2' };

/** Fills an empty folder with what a container finds at its root before anything is mounted, and all mount points. */
export function makeRoot(root: string, spec: ContainerSpec, host: HostLayout): void {
  for (const folder of FOLDERS) mkdirSync(join(root, folder), { recursive: true });
  for (const folder of EVERYBODYS) {
    mkdirSync(join(root, folder));
    chmodSync(join(root, folder), 0o1777);
  }
  for (const device of DEVICES) writeFileSync(join(root, 'dev', device), '');
  for (const [name, to] of Object.entries(DEVICE_LINKS)) symlinkSync(to, join(root, 'dev', name));
  symlinkSync('/run', join(root, 'var/run'));
  for (const path of host.folders) mkdirSync(join(root, path), { recursive: true });
  for (const { path, to } of host.links) symlinkSync(to, join(root, path));
  if (host.resolvConf !== undefined) {
    mkdirSync(dirname(join(root, host.resolvConf)), { recursive: true });
    copyFileSync(host.resolvConf, join(root, host.resolvConf));
  }
  for (const { source, target } of spec.mounts) makeMountPoint(behind(target, { root, spec, host }), source);
}

/** Where a mount point has to be made: in the volume that it lies in, if any. */
function behind(
  target: string,
  { root, spec, host }: { readonly root: string; readonly spec: ContainerSpec; readonly host: HostLayout },
): string {
  const [outer] = spec.mounts.filter((mount) => target.startsWith(`${mount.target}/`)).sort((a, b) => b.target.length - a.target.length);
  if (outer !== undefined) return join(outer.source, target.slice(outer.target.length));
  const system = [...host.folders, ...host.links.map(({ path }) => path)].find((path) => target === path || target.startsWith(`${path}/`));
  if (system !== undefined) throw new StartError(`cannot mount at ${target}: ${system} is this machine's own and read-only`);
  return join(root, target);
}

function makeMountPoint(path: string, source: string): void {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  if (statSync(source).isDirectory()) mkdirSync(path, { recursive: true });
  else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
  }
}
