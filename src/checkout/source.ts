import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../errors.js';
import type { ArchiveEntry } from './archive.js';
import { readHistory } from './history.js';
import { readWorkingTree } from './working-tree.js';

/** What steps get in place of what clone steps would bring. */
export interface Source {
  readonly folder: string;
  readonly entries: readonly ArchiveEntry[];
  /** Links that lead out of the folder: they are no part of it. */
  readonly outside: readonly string[];
  /** Why the history of the repository is no part of it, where that was wanted. */
  readonly withoutHistory?: string;
}

export interface SourceOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False: without the history of the repository. */
  readonly history: boolean;
}

const LARGEST_SHOWN = 3;
const LARGE = { files: 5_000, bytes: 100 * 1024 * 1024 } as const;
/** More files than these make a volume slow, and are hardly all sources. */
const MOST_FILES = 300_000;

/** A working tree, and the history of the repository that it is one of. */
export async function readSource(given: string, { env, history }: SourceOptions): Promise<Source> {
  const stats = await stat(given).catch(() => undefined);
  if (!stats?.isDirectory())
    throw new UsageError(`there is no folder "${given}" to take the source from`, {
      code: 'no-source',
      hint: 'give --source a folder, such as the one you are in: --source .',
    });
  const { folder, entries, outside } = await readWorkingTree(given, env);
  const past = history ? await readHistory(folder, env) : { entries: [] };
  const files = entries.map((entry) => ({ ...entry, ...(entry.link === undefined && { file: path.join(folder, entry.path) }) }));
  return {
    folder,
    entries: [...files, ...('entries' in past ? past.entries : [])],
    outside,
    withoutHistory: 'absent' in past ? past.absent : undefined,
  };
}

/** The source without its history where that is too large to be copied for each run. */
export function withoutLargeHistory(source: Source, limitBytes: number): Source {
  const history = source.entries.filter(isHistory);
  const bytes = bytesOf(history);
  if (bytes <= limitBytes) return source;
  const entries = source.entries.filter((entry) => !isHistory(entry));
  return { ...source, entries, withoutHistory: `${sizeText(bytes)} are more than ${sizeText(limitBytes)}` };
}

function isHistory({ path: name }: ArchiveEntry): boolean {
  return name.startsWith('.git/');
}

/** Whether a person wonders what takes so long while it is copied. */
export function isLarge({ entries }: Source): boolean {
  return entries.length > LARGE.files || bytesOf(entries) > LARGE.bytes;
}

/** `the source: 41210 files, 310.2 MiB`. */
export function amountOf({ entries }: Pick<Source, 'entries'>): string {
  return `the source: ${entries.length} files, ${sizeText(bytesOf(entries))}`;
}

export function bytesOf(entries: readonly ArchiveEntry[]): number {
  return entries.reduce((sum, { size }) => sum + size, 0);
}

/**
 * Refuses a source that is too large to be sent.
 *
 * @throws UsageError that names what takes most
 */
export function assertSendable({ folder, entries }: Source, limitBytes: number): void {
  const bytes = bytesOf(entries);
  const excess = bytes > limitBytes ? `${sizeText(bytes)} are more than ${sizeText(limitBytes)}` : undefined;
  const crowd = entries.length > MOST_FILES ? `${entries.length} files are more than ${MOST_FILES}` : undefined;
  if (excess === undefined && crowd === undefined) return;
  throw new UsageError(`the source at ${folder} is too large to be sent: ${excess ?? crowd}; most of it is ${largest(entries)}`, {
    code: 'source-too-large',
    hint: 'name what no step needs in .gitignore, leave the history out with --no-history, or raise --source-limit',
  });
}

function largest(entries: readonly ArchiveEntry[]): string {
  const sizes = new Map<string, number>();
  for (const { path: name, size } of entries) {
    const top = name.includes('/') ? `${name.split('/')[0]}/` : name;
    sizes.set(top, (sizes.get(top) ?? 0) + size);
  }
  const ordered = [...sizes].sort(([, a], [, b]) => b - a).slice(0, LARGEST_SHOWN);
  return ordered.map(([name, size]) => `${name} (${sizeText(size)})`).join(', ');
}

/** A size as one reads it. */
export function sizeText(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
