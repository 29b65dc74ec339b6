import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../errors.js';
import type { RunEvent, StepId } from '../report/events.js';
import { JSON_EVENTS_VERSION } from '../report/json-reporter.js';
import { EVENTS_FILE, REPORT_FILE, runFolder } from './runs-folder.js';

/** An event that has to do with a step's log. */
export type LogEvent = Extract<RunEvent, { type: 'log' | 'log-gap' }>;

/** A run that was saved in the folder it was started in. */
export interface SavedRun {
  /** False while it goes on, and for good where its runner was killed. */
  readonly ended: boolean;
  readonly steps: readonly StepId[];
  /** The saved lines of all steps, in the order they came. */
  logs(): AsyncIterable<LogEvent>;
}

/** Finds a saved run; `undefined` where there is none. */
export async function savedRun(cwd: string, run: string): Promise<SavedRun | undefined> {
  const folder = runFolder(cwd, run);
  const file = path.join(folder, EVENTS_FILE);
  if (!(await exists(file))) return undefined;
  return { ended: await exists(path.join(folder, REPORT_FILE)), steps: await stepsIn(file), logs: () => logsIn(file) };
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}

/** The steps as announced by the first event. */
async function stepsIn(file: string): Promise<readonly StepId[]> {
  for await (const event of eventsIn(file)) return event.type === 'run-started' ? event.steps.map(({ step }) => step) : [];
  return [];
}

async function* logsIn(file: string): AsyncIterable<LogEvent> {
  for await (const event of eventsIn(file)) {
    if (event.type === 'log-gap') yield event;
    else if (event.type === 'log') {
      const { text = '', base64, ...rest } = event;
      yield { ...rest, bytes: base64 === undefined ? Buffer.from(text) : Buffer.from(base64, 'base64') };
    }
  }
}

/** An event as it was written: the bytes of a line as text, or as base64 where they are none. */
type SavedEvent =
  | Exclude<RunEvent, { type: 'log' }>
  | (Omit<Extract<RunEvent, { type: 'log' }>, 'bytes'> & { readonly text?: string; readonly base64?: string });

async function* eventsIn(file: string): AsyncIterable<SavedEvent> {
  for await (const line of linesOf(file)) {
    const event = parse(line);
    if (event?.version !== JSON_EVENTS_VERSION)
      throw new UsageError(`"${file}" is not as this version of podline writes it`, { code: 'unreadable-file', hint: 'remove its folder' });
    yield event;
  }
}

function parse(line: string): (SavedEvent & { readonly version: unknown }) | undefined {
  try {
    return JSON.parse(line) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The complete lines of a file. A runner that was killed leaves half of one; `node:readline` would also part at U+2028. */
async function* linesOf(file: string): AsyncIterable<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1024 * 1024 })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
