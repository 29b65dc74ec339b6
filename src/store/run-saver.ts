import { closeSync, openSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunEvent, RunReport, StepId } from '../report/events.js';
import { jsonEvent } from '../report/json-reporter.js';
import type { Reporter } from '../report/reporter.js';
import { type Sink, SinkWriter } from '../report/sink.js';
import { EVENTS_FILE, makeRunFolder, REPORT_FILE, reopenRunFolder } from './runs-folder.js';

const MIB = 1024 * 1024;

export interface RunSaverOptions {
  /** Bytes of log, as JSON, that are saved of a run. @default 64 MiB */
  readonly maxLogBytes?: number;
  /** Goes on in the folder of the run, where it was saved here before. @default false */
  readonly isResumed?: boolean;
  /** Told, once, what keeps the run from being saved. */
  readonly onFailure: (error: Error) => void | Promise<void>;
}

/**
 * Saves the events of a run, from its start on, and its report in the folder it was started in, so that its logs can be
 * read when nothing of it is left on the cluster. Logs that grow too long are cut, and say so. A disk that is full or
 * read-only never fails the run.
 */
export class RunSaver implements Reporter {
  private folder?: string;
  private file?: number;
  private writer?: SinkWriter;
  private report?: RunReport;
  private room: number;
  /** Steps whose log goes on without being saved. */
  private readonly cut = new Set<StepId>();
  private failure?: Error;
  private failureTold = false;

  constructor(
    private readonly cwd: string,
    private readonly options: RunSaverOptions,
  ) {
    this.room = options.maxLogBytes ?? 64 * MIB;
  }

  /** Where the events are; undefined before the run has begun. */
  get eventsFile(): string | undefined {
    return this.folder && path.join(this.folder, EVENTS_FILE);
  }

  event(event: RunEvent): void | Promise<void> {
    if (event.type === 'run-started') return this.start(event);
    if (event.type === 'run-finished') this.report = event.report;
    this.save(event);
    return this.failure ? this.tellFailure() : undefined;
  }

  /** Resolves when everything is on the disk. */
  async close(): Promise<void> {
    const { folder, file, report } = this;
    try {
      this.writer?.flush();
      if (file !== undefined) closeSync(file);
      if (folder && report && !this.failure)
        await writeFile(path.join(folder, REPORT_FILE), `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
    } catch (error) {
      this.fail(error);
    }
    await this.tellFailure();
  }

  private async start(event: Extract<RunEvent, { type: 'run-started' }>): Promise<void> {
    try {
      const { isResumed = false } = this.options;
      this.folder = (isResumed && (await reopenRunFolder(this.cwd, event.run))) || (await makeRunFolder(this.cwd, event.run));
      this.file = openSync(path.join(this.folder, EVENTS_FILE), 'a', 0o600);
      this.writer = new SinkWriter(this.sinkOf(this.file));
      this.save(event);
    } catch (error) {
      this.fail(error);
      await this.tellFailure();
    }
  }

  /** What was written there survives the end of this process at any moment: nothing that depends on it is asked of the cluster before. */
  private sinkOf(file: number): Sink {
    const write = (chunk: string | Uint8Array): boolean => {
      try {
        writeFileSync(file, chunk);
      } catch (error) {
        this.fail(error);
      }
      return true;
    };
    return { write, once: () => undefined, removeListener: () => undefined };
  }

  private save(event: RunEvent): void {
    if (!this.writer || this.failure) return;
    if (event.type === 'log' && this.cut.has(event.step)) return;
    const line = `${jsonEvent(event)}\n`;
    if (event.type === 'log') this.room -= Buffer.byteLength(line);
    if (event.type === 'log' && this.room < 0) this.cutLog(event, this.writer);
    else this.writer.gather(line);
  }

  private cutLog({ at, step, attempt }: Extract<RunEvent, { type: 'log' }>, writer: SinkWriter): void {
    this.cut.add(step);
    const message = 'the rest of this log is not saved: the logs of the run are too long';
    writer.write(`${jsonEvent({ type: 'log-gap', at: Date.parse(at), step, attempt, message })}\n`);
  }

  private fail(error: unknown): void {
    this.failure ??= error instanceof Error ? error : new Error(String(error));
  }

  private async tellFailure(): Promise<void> {
    if (!this.failure || this.failureTold) return;
    this.failureTold = true;
    await this.options.onFailure(this.failure);
  }
}
