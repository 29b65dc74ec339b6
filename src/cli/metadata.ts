import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../errors.js';
import type { Variables } from '../metadata/ci-system.js';
import { metadataOf } from '../metadata/metadata.js';
import { factsOfFile } from '../metadata/metadata-file.js';
import type { Metadata } from '../model/metadata.js';
import { VERSION } from '../version.js';
import type { Invocation } from './commands.js';

/** Descriptions of events are smaller than that. */
const MAX_EVENT_BYTES = 32 * 1024 * 1024;

export interface MetadataOptions {
  readonly platform: string;
  /** True: what the CI system around podline says counts, and what git says. */
  readonly detect: boolean;
}

/** What a run is to know of where it comes from, by flags and a file, and where that is wanted by what is around it. */
export async function metadataFor(
  { io, flags }: Pick<Invocation, 'io' | 'flags'>,
  { platform, detect }: MetadataOptions,
): Promise<Metadata> {
  const { cwd, env } = io;
  const file = flags['metadata-file'] ?? (env.WOODPECKER_METADATA_FILE || undefined);
  const surroundings = {
    env,
    folder: path.resolve(cwd, flags.source ?? '.'),
    uncommitted: flags.local !== undefined || flags.source !== undefined,
    event: await eventOf(env),
  };
  return metadataOf({
    platform,
    version: VERSION,
    flags,
    file: file === undefined ? undefined : factsOfFile(await textOf(path.resolve(cwd, file), file), file),
    surroundings: detect ? surroundings : undefined,
  });
}

async function textOf(absolute: string, file: string): Promise<string> {
  try {
    return await readFile(absolute, 'utf8');
  } catch (cause) {
    throw new UsageError(`cannot read the metadata file "${file}"`, { code: 'unreadable-file', hint: 'correct its path', cause });
  }
}

/** What GitHub tells of the event; nothing where that cannot be read. */
async function eventOf({ GITHUB_EVENT_PATH: file }: Variables): Promise<unknown> {
  if (!file) return undefined;
  const stats = await stat(file).catch(() => undefined);
  if (!stats?.isFile() || stats.size > MAX_EVENT_BYTES) return undefined;
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
