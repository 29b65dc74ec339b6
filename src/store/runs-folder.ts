import { mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Folder of podline's own in the folder that it was started in. */
export const OWN_FOLDER = '.podline';
export const EVENTS_FILE = 'events.jsonl';
/** Written when the run has ended: a run without it still goes on, or its runner was killed. */
export const REPORT_FILE = 'report.json';

const MAX_RUNS = 50;

/** Where a run is saved. */
export function runFolder(cwd: string, run: string): string {
  return path.join(runsFolder(cwd), run);
}

/** Makes an empty folder for a run, in place of one that was saved under the same id; of other runs the newest stay, 50 in all. */
export async function makeRunFolder(cwd: string, run: string): Promise<string> {
  const runs = runsFolder(cwd);
  const folder = runFolder(cwd, run);
  await mkdir(runs, { recursive: true, mode: 0o700 });
  await ignoreInGit(cwd);
  await rm(folder, { recursive: true, force: true });
  await removeOldest(runs, MAX_RUNS - 1);
  await mkdir(folder, { mode: 0o700 });
  return folder;
}

/** The folder of a run that was saved here before; half a line at the end of its events, which a runner left that was killed, is cut off. Undefined where there is none. */
export async function reopenRunFolder(cwd: string, run: string): Promise<string | undefined> {
  const folder = runFolder(cwd, run);
  const file = path.join(folder, EVENTS_FILE);
  const events = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (events === undefined) return undefined;
  await truncate(file, events.lastIndexOf('\n') + 1);
  return folder;
}

/** Ids of the runs that are saved here, the newest first. */
export async function savedRuns(cwd: string): Promise<readonly string[]> {
  const folders = await newestFirst(runsFolder(cwd)).catch(() => []);
  return folders.map((folder) => path.basename(folder));
}

function runsFolder(cwd: string): string {
  return path.join(cwd, OWN_FOLDER, 'runs');
}

async function ignoreInGit(cwd: string): Promise<void> {
  // `wx` leaves a file that is there alone, and follows no link
  await writeFile(path.join(cwd, OWN_FOLDER, '.gitignore'), '*\n', { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

async function removeOldest(runs: string, spared: number): Promise<void> {
  const oldest = (await newestFirst(runs)).slice(spared);
  await Promise.all(oldest.map((folder) => rm(folder, { recursive: true, force: true })));
}

async function newestFirst(runs: string): Promise<readonly string[]> {
  const folders = await Promise.all(
    (await readdir(runs)).map(async (name) => {
      const folder = path.join(runs, name);
      // another run in this folder may have removed it meanwhile
      const stats = await stat(folder).catch(() => undefined);
      return { folder, changedAt: stats?.mtimeMs ?? 0 };
    }),
  );
  return folders.sort((a, b) => b.changedAt - a.changedAt).map(({ folder }) => folder);
}
