import type { RunHistory, StepHistory } from './history.js';
import { summarize, summaryRow } from './summary.js';

/** Version of the JSON report; a change that breaks readers raises it. */
export const JSON_REPORT_VERSION = 1;

/** A run as one JSON object (docs/output.md). */
export function jsonReport({ start, report, steps, notices, lastAt }: RunHistory): string {
  const { run, namespace, cluster, pipelines } = start;
  const summary = report && summarize(start.steps, report);
  const finishedAt = report?.finishedAt ?? lastAt;
  const value = {
    version: JSON_REPORT_VERSION,
    run,
    namespace,
    cluster,
    pipelines,
    outcome: report?.outcome ?? 'unknown',
    exitStatus: report?.exitStatus,
    startedAt: new Date(start.at).toISOString(),
    finishedAt: new Date(finishedAt).toISOString(),
    elapsedMs: finishedAt - start.at,
    criticalPath: summary?.criticalPath,
    leftovers: report?.leftovers ?? [],
    steps: steps.map(stepValue),
    notices: notices.map(({ level, message, hint }) => ({ level, message, hint })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function stepValue({ info, result, retried, spans, logLines }: StepHistory) {
  const { waitedMs, ranMs } = result ? summaryRow(result) : {};
  return { ...info, state: 'unknown', ...result, logLines, waitedMs, ranMs, retried, spans };
}
