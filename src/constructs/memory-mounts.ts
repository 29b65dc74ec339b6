import { Quantity } from '../../imports/k8s.js';
import type { AgentSettings } from '../model/agent-settings.js';
import type { ContainerOptions } from '../model/pipeline.js';
import type { Mounts } from './volume-mounts.js';

/** One entry of the `tmpfs` option: `/path`, `/path:size=64m`. */
interface MemoryMount {
  readonly path: string;
  /** As Docker has them, such as `size=64m`. */
  readonly options: readonly string[];
}

const SIZE = /^size=(\d+)([bkmg]?)$/i;
const UNITS: Readonly<Record<string, string>> = { k: 'Ki', m: 'Mi', g: 'Gi' };
/** What `mount` knows of a tmpfs, and Kubernetes has no word for: the folder is everybody's, and writable. */
const MEANINGLESS = /^(rw|(no)?(exec|suid|dev|atime|diratime)|mode=\d+|uid=\d+|gid=\d+|nr_(blocks|inodes)=\w+)$/;

/** The entries that count: what podline is compatible with leaves them out, and does not say so. */
export function memoryEntries(
  { tmpfs = [] }: Pick<ContainerOptions, 'tmpfs'>,
  { compat }: Pick<AgentSettings, 'compat'>,
): readonly string[] {
  return compat === undefined ? tmpfs : [];
}

export function parseMemoryMount(entry: string): MemoryMount {
  const [path = '', options = ''] = entry.split(':', 2);
  return { path, options: options.split(',').filter((option) => option !== '') };
}

/** What is wrong with an entry of the `tmpfs` option; undefined where nothing is. */
export function memoryMountProblem(entry: string): string | undefined {
  const { path, options } = parseMemoryMount(entry);
  if (!path.startsWith('/')) return `tmpfs "${entry}": the path "${path}" is not absolute`;
  const strange = options.find((option) => !SIZE.test(option) && !MEANINGLESS.test(option));
  return strange === undefined ? undefined : `tmpfs "${entry}": the option "${strange}" is not known, such as size=64m`;
}

/** Folders in memory, which are gone with the pod and count against its memory. */
export function memoryMounts(entries: readonly string[]): Mounts {
  const parsed = entries.map(parseMemoryMount);
  const volumeName = (index: number) => `memory-${index}`;
  return {
    volumes: parsed.map(({ options }, index) => ({
      name: volumeName(index),
      emptyDir: { medium: 'Memory', sizeLimit: sizeLimit(options) },
    })),
    mounts: parsed.map(({ path }, index) => ({ name: volumeName(index), mountPath: path })),
  };
}

function sizeLimit(options: readonly string[]): Quantity | undefined {
  for (const option of options) {
    const [, number, unit = ''] = SIZE.exec(option) ?? [];
    if (number !== undefined) return Quantity.fromString(`${number}${UNITS[unit.toLowerCase()] ?? ''}`);
  }
  return undefined;
}
