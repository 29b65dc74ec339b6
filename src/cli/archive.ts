import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunEvent } from '../report/events.js';
import { neutralize } from '../report/neutralize.js';
import type { Reporter } from '../report/reporter.js';
import { RunSaver } from '../store/run-saver.js';
import type { Invocation } from './commands.js';

export interface ArchiveOptions {
  readonly reporter: Reporter;
  /** Goes on where the run was saved here before. */
  readonly isResumed?: boolean;
}

const MIB = 1024 * 1024;

/** What is kept of a run in the folder it was started in: its events, and reports made of them. */
export class Archive {
  private constructor(
    private readonly saver: RunSaver,
    private readonly invocation: Invocation,
    /** Where the events are for as long as the reports need them. */
    private readonly temporary?: string,
  ) {}

  /** Undefined where nothing is to be kept. */
  static async open(invocation: Invocation, { reporter, isResumed }: ArchiveOptions): Promise<Archive | undefined> {
    const { io, flags } = invocation;
    const reports = flags.report ?? [];
    if (flags['no-save'] && reports.length === 0) return undefined;
    const temporary = flags['no-save'] ? await mkdtemp(path.join(tmpdir(), 'podline-report-')) : undefined;
    const saver = new RunSaver(temporary ?? io.cwd, {
      isResumed,
      // a report has room for more than one would like to keep of each run
      maxLogBytes: reports.length > 0 ? 320 * MIB : undefined,
      onFailure: ({ message }) =>
        reporter.event({
          type: 'notice',
          at: Date.now(),
          level: 'warning',
          message: `the run is not saved: ${message}`,
          hint: 'or give --no-save',
        }),
    });
    return new Archive(saver, invocation, temporary);
  }

  event(event: RunEvent): void | Promise<void> {
    return this.saver.event(event);
  }

  /** Resolves when everything is on the disk. */
  async close(): Promise<void> {
    await this.saver.close();
    await this.report();
    if (this.temporary !== undefined) await rm(this.temporary, { recursive: true, force: true });
  }

  /** A report that can not be written changes nothing about the run. */
  private async report(): Promise<void> {
    const { io, flags } = this.invocation;
    const { eventsFile } = this.saver;
    if (!flags.report || eventsFile === undefined) return;
    const { writeReports } = await import('./report-file.js');
    try {
      await writeReports(
        eventsFile,
        flags.report.map((file) => path.resolve(io.cwd, file)),
      );
      if (!flags.quiet) io.stderr.write(`report: ${flags.report.map(neutralize).join(', ')}\n`);
    } catch (error) {
      io.stderr.write(`warning: the report is not written: ${neutralize(error instanceof Error ? error.message : String(error))}\n`);
    }
  }
}
