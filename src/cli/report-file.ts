import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { htmlReport } from '../report/html/html-report.js';
import { jsonReport } from '../report/json-report.js';
import { junit } from '../report/junit.js';
import { eventsIn } from '../store/events-file.js';
import { packLogs } from '../store/packed-logs.js';
import { type ReadRun, readHistory } from '../store/read-history.js';
import { VERSION } from '../version.js';
import { type ReportKind, reportKind } from './report-kind.js';

/** Bytes of logs that the page of a run holds. */
const MOST_LOG_BYTES = 256 * 1024 * 1024;

/** Writes reports of a run whose events are in a file, each as its name asks for. */
export async function writeReports(eventsFile: string, reports: readonly string[]): Promise<void> {
  const run = await readHistory(eventsFile);
  for (const report of reports) {
    await mkdir(path.dirname(report), { recursive: true });
    await pipeline(Readable.from(await piecesOf(run, { eventsFile, kind: reportKind(report) })), createWriteStream(report));
  }
}

/** A report, piece by piece. */
export async function piecesOf(
  { history, sizes }: ReadRun,
  { eventsFile, kind }: { readonly eventsFile: string; readonly kind: ReportKind },
): Promise<Iterable<string>> {
  if (kind === 'junit') return [junit(history)];
  if (kind === 'json') return [jsonReport(history)];
  const logs = await packLogs(eventsIn(eventsFile), { startedAt: history.start.at, sizes, maxBytes: MOST_LOG_BYTES });
  return htmlReport(history, { version: VERSION, logs });
}
