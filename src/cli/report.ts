import { stat } from 'node:fs/promises';
import path from 'node:path';
import { isRunId } from '../contract/names.js';
import { UsageError } from '../errors.js';
import { readHistory } from '../store/read-history.js';
import { EVENTS_FILE, runFolder } from '../store/runs-folder.js';
import type { Invocation } from './commands.js';
import { namingSaved } from './naming-saved.js';
import { piecesOf, writeReports } from './report-file.js';
import { reportKind } from './report-kind.js';

/** Writes the report of a run that was saved here, or whose events are in a file. */
export async function execute({ io, args: [asked = ''], flags }: Invocation): Promise<number> {
  const eventsFile = await eventsFileOf(asked, io.cwd);
  const wanted = flags['report-file'];
  if (wanted === '-') {
    for (const piece of await piecesOf(await readHistory(eventsFile), { eventsFile, kind: 'html' })) io.stdout.write(piece);
    return 0;
  }
  const file = wanted ?? `podline-${path.basename(asked).replace(/\.jsonl?$/, '')}.html`;
  reportKind(file);
  await writeReports(eventsFile, [path.resolve(io.cwd, file)]);
  io.stdout.write(`${file}\n`);
  return 0;
}

/** A run's id goes before a file of that name: `./7k2m9x4c1d` is the file. */
async function eventsFileOf(asked: string, cwd: string): Promise<string> {
  const saved = isRunId(asked) ? path.join(runFolder(cwd, asked), EVENTS_FILE) : undefined;
  for (const file of [...(saved ? [saved] : []), path.resolve(cwd, asked), path.resolve(cwd, asked, EVENTS_FILE)])
    if ((await stat(file).catch(() => undefined))?.isFile()) return file;
  const error = new UsageError(`nothing was saved here of a run "${asked}", and there is no such file`, {
    code: 'run-not-saved',
    hint: 'go to the folder that it was started in, or give the file of podline run --output json',
  });
  throw await namingSaved(error, cwd);
}
