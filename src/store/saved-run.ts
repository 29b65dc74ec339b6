import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { RunEvent, SeenLog, StepId, StepResult } from '../report/events.js';
import { eventsIn, withBytes } from './events-file.js';
import { EVENTS_FILE, REPORT_FILE, runFolder } from './runs-folder.js';

/** An event that has to do with a step's log. */
export type LogEvent = Extract<RunEvent, { type: 'log' | 'log-gap' }>;

/** A run that was saved in the folder it was started in. */
export interface SavedRun {
  /** False while it goes on, and for good where its runner was killed. */
  readonly ended: boolean;
  readonly steps: readonly StepId[];
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly namespace: string;
  /** The cluster in a person's words. */
  readonly cluster: string;
  /** The saved lines of all steps, in the order they came. */
  logs(): AsyncIterable<LogEvent>;
  /** True once a pod of it was created. */
  hadPods(): Promise<boolean>;
  /** How the steps ended whose end was saved. */
  results(): Promise<ReadonlyMap<StepId, StepResult>>;
  /** How far the log of each attempt at a step was saved: `build#1`. */
  seenLogs(): Promise<ReadonlyMap<string, SeenLog>>;
}

/** Finds a saved run; `undefined` where there is none. */
export async function savedRun(cwd: string, run: string): Promise<SavedRun | undefined> {
  const folder = runFolder(cwd, run);
  const file = path.join(folder, EVENTS_FILE);
  if (!(await exists(file))) return undefined;
  return {
    ended: await exists(path.join(folder, REPORT_FILE)),
    ...(await startIn(file)),
    hadPods: async () => hasPods(file),
    results: async () => resultsIn(file),
    logs: () => logsIn(file),
    seenLogs: async () => seenLogsIn(file),
  };
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}

/** As the first event tells. */
async function startIn(file: string): Promise<Pick<SavedRun, 'steps' | 'startedAt' | 'namespace' | 'cluster'>> {
  for await (const event of eventsIn(file))
    if (event.type === 'run-started')
      return { steps: event.steps.map(({ step }) => step), startedAt: event.at, namespace: event.namespace, cluster: event.cluster };
  return { steps: [], startedAt: 0, namespace: '', cluster: '' };
}

async function hasPods(file: string): Promise<boolean> {
  for await (const { type } of eventsIn(file)) if (type === 'step-created') return true;
  return false;
}

async function resultsIn(file: string): Promise<ReadonlyMap<StepId, StepResult>> {
  const results = new Map<StepId, StepResult>();
  for await (const event of eventsIn(file)) if (event.type === 'step-finished') results.set(event.result.step, event.result);
  return results;
}

async function* logsIn(file: string): AsyncIterable<LogEvent> {
  for await (const event of eventsIn(file)) {
    if (event.type === 'log-gap') yield event;
    else if (event.type === 'log') yield withBytes(event);
  }
}

async function seenLogsIn(file: string): Promise<ReadonlyMap<string, SeenLog>> {
  const seen = new Map<string, SeenLog>();
  for await (const event of eventsIn(file)) {
    if (event.type !== 'log') continue;
    const key = `${event.step}#${event.attempt}`;
    seen.set(key, { lines: event.line, firstAt: seen.get(key)?.firstAt ?? event.at, lastAt: event.at });
  }
  return seen;
}
