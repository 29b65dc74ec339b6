import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../errors.js';
import { parseManifest } from '../plan/manifest.js';
import type { Invocation } from './commands.js';
import { detach } from './detach.js';
import { findEntries } from './find-entries.js';
import { runObjects } from './run-objects.js';

export async function execute(invocation: Invocation): Promise<number> {
  const { io, args, flags } = invocation;
  if (flags.detach) return detach(invocation);
  const entries = await findEntries(args, io);
  if (entries.type === 'program')
    throw new UsageError(`${entries.file} is a program, not a manifest`, { code: 'not-a-manifest', hint: `podline run ${entries.file}` });
  const objects = await Promise.all(
    entries.files.map(async (file) => parseManifest({ file, text: await readFile(path.resolve(io.cwd, file), 'utf8') })),
  );
  return runObjects({ objects: objects.flat(), origin: 'manifest' }, invocation);
}
