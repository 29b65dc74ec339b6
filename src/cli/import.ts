import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../errors.js';
import { programOf } from '../typescript/program.js';
import type { Invocation } from './commands.js';
import { findEntries } from './find-entries.js';
import { leftOutText } from './left-out-text.js';
import { metadataOf, readPipelines } from './load-entries.js';
import { tellLoaded } from './tell-loaded.js';

/** Writes workflow files as a TypeScript program that synthesizes the same. */
export async function execute(invocation: Invocation): Promise<number> {
  const { io, args, flags } = invocation;
  const entries = await findEntries(args, io);
  if (entries.type !== 'workflows')
    throw new UsageError(`${args[0]} is no workflow file`, { code: 'not-a-workflow', hint: 'give a workflow file, or a folder of them' });
  const metadata = await metadataOf(invocation);
  const { pipelines, leftOut, diagnostics } = await readPipelines(entries, invocation, metadata);
  tellLoaded({ warnings: diagnostics, leftOut: leftOutText(leftOut, { metadata, isAlone: entries.files.length === 1 }) }, invocation);
  const program = programOf(pipelines, { origin: entries.files.join(', '), environment: 'process.env' });
  if (flags['output-file'] === undefined || flags['output-file'] === '-') {
    io.stdout.write(program);
    return 0;
  }
  const file = path.resolve(io.cwd, flags['output-file']);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, program, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    const message = `there is a file "${flags['output-file']}" already`;
    throw new UsageError(message, { code: 'file-exists', hint: 'name another file, or remove this one' });
  });
  return 0;
}
