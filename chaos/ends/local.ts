import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Podline } from '../../test/scenarios/podline.js';
import { inParallel } from '../parallel.js';
import { demand } from '../proof.js';
import { type ENDS, endingWorkflow, statusesOf } from './workflow.js';

const AT_A_TIME = 3;

/** How a run on this machine ends, and how long after its start. */
export interface LocalEnding {
  readonly end: (typeof ENDS)[number];
  readonly afterMs: number;
}

/** Ends runs on the embedded cluster. @throws Violation where a process or a file is left */
export async function endLocally(endings: readonly LocalEnding[]): Promise<void> {
  await inParallel(endings, AT_A_TIME, async (ending) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'podline-chaos-'));
    try {
      await endOne(ending, folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function endOne({ end, afterMs }: LocalEnding, folder: string): Promise<void> {
  const [work, temporary] = await Promise.all(['work-', 'tmp-'].map((name) => mkdtemp(path.join(folder, name))));
  // unique, and in the environment of the program and of every step
  const env = { TMPDIR: temporary ?? '', CHAOS_MARK: folder };
  const run = async (workflow: string) => {
    await writeFile(path.join(work ?? '', 'workflow.yaml'), workflow);
    const args = ['run', '--local', '--secret', 'token=a-secret-of-the-run', '--stop-timeout', '1', 'workflow.yaml'];
    return new Podline(args, { cwd: work ?? '', env });
  };
  const podline = await run(endingWorkflow(end, { mark: folder }));
  if (end !== 'success' && end !== 'failure') {
    await sleep(afterMs);
    podline.signal(end);
  }
  const { status, stdout, stderr } = await podline.end();
  demand(statusesOf(end).includes(status), `a run with --local, ended by ${end}, ended with ${status}:\n${stdout}${stderr}`);
  if (end === 'SIGKILL') await (await run(endingWorkflow('success'))).end();
  const [processes, files] = [await processesWith(folder), await filesIn(temporary ?? '')];
  const what = `a run with --local, ended by ${end} after ${afterMs} ms, left`;
  demand(processes.length === 0, `${what} the processes ${processes.join(', ')}`);
  demand(files.length === 0, `${what} ${files.join(', ')}`);
}

/** Ids of the processes with a variable of that value. */
async function processesWith(value: string): Promise<readonly string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const environments = await Promise.all(
    ids.map(async (id) => ({ id, text: await readFile(`/proc/${id}/environ`, 'utf8').catch(() => '') })),
  );
  return environments.filter(({ text }) => text.includes(`=${value}\0`)).map(({ id }) => id);
}

/** Everything in a folder but folders that are empty. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => path.join(entry.parentPath, entry.name));
}
