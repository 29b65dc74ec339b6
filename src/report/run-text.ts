import { pipelineText } from './axis-text.js';
import { count } from './count.js';
import { duration, minuteOfDay } from './duration.js';
import type { RunEvent, RunOutcome, RunReport } from './events.js';
import { isFailure } from './failure.js';
import { neutralize } from './neutralize.js';
import type { Paint } from './paint.js';
import { shellWord } from './shell-word.js';
import type { CriticalPath, Summary, SummaryRow } from './summary.js';
import { type Column, table } from './table.js';

type RunStarted = Extract<RunEvent, { type: 'run-started' }>;

/** First line of a run: `podline 0.1.0 · run 7k2m9x4c1d · pipeline diamond · 4 steps · embedded cluster`. */
export function startedText(event: RunStarted, version: string): string {
  const services = event.steps.filter((step) => step.kind === 'service').length;
  return [
    `podline ${version}`,
    `run ${event.run}`,
    event.pipelines.length === 1 ? `pipeline ${event.pipelines[0]}` : count(event.pipelines.length, 'pipeline'),
    count(event.steps.length - services, 'step'),
    ...(services > 0 ? [count(services, 'service')] : []),
    event.cluster,
  ]
    .map(neutralize)
    .join(' · ');
}

/** A line for each pipeline that a matrix made. */
export function axesText({ axes = {} }: RunStarted): readonly string[] {
  return Object.entries(axes).map(([pipeline, axis]) => `  ${pipelineText(pipeline, axis)}`);
}

const COLUMNS: readonly Column[] = [
  { title: 'step', align: 'left' },
  { title: 'state', align: 'left' },
  { title: 'waited', align: 'right' },
  { title: 'ran', align: 'right' },
  { title: 'exit', align: 'right' },
];

/** The closing table. */
export function tableText(rows: readonly SummaryRow[]): readonly string[] {
  const cells = rows.map(({ step, state, ignored, waitedMs, ranMs, exitCode }) => [
    neutralize(step),
    ignored ? `${state} (ignored)` : state,
    waitedMs === undefined ? '' : duration(waitedMs),
    ranMs === undefined ? '' : duration(ranMs),
    exitCode === undefined ? '' : String(exitCode),
  ]);
  return table(COLUMNS, cells);
}

const OUTCOMES: Readonly<Record<RunOutcome, string>> = {
  succeeded: 'passed',
  failed: 'failed',
  error: 'error',
  canceled: 'canceled',
  'timed-out': 'timed out',
};

/** A report, and where its run was. */
export interface FinishedRun {
  readonly report: RunReport;
  readonly namespace: string;
  /** Flags that lead a command to its cluster. */
  readonly clusterFlags: readonly string[];
  /** Its time was virtual, and nobody has its cluster. @default false */
  readonly isVirtual?: boolean;
}

/**
 * Last line of a run: `failed after 20.6s · critical path fetch → slow 20.1s, start-ups 0.4s · nothing left on the cluster`;
 * where something is left, a second one with the commands that show and remove it.
 */
export function finishedRunText(
  summary: Summary,
  { report, namespace, clusterFlags, isVirtual }: FinishedRun,
  paint: Paint,
): readonly string[] {
  const color = report.outcome === 'succeeded' ? 'green' : 'red';
  const outcome = `${paint(color, OUTCOMES[report.outcome])} after ${duration(summary.elapsedMs)}${isVirtual ? ' of virtual time' : ''}`;
  const line = [outcome, ...criticalPathText(summary.criticalPath), ...(isVirtual ? [] : [leftoversText(report)])].join(' · ');
  if (isVirtual || (report.leftovers.length === 0 && report.keptUntil === undefined)) return [line];
  const where = [`-n ${namespace}`, ...clusterFlags].join(' ');
  const failed = report.keptUntil === undefined ? undefined : report.steps.find(isFailure)?.step;
  const rerun = failed === undefined ? [] : [`rerun ${report.run} --from ${shellWord(failed)}`];
  const next = [`logs ${report.run}`, ...rerun, `down ${report.run}`].map((command) => neutralize(`podline ${command} ${where}`));
  return [line, `  next: ${next.join(' · ')}`];
}

/** Nothing for a path of one step that waited for no other workflow: its time stands in the table. */
function criticalPathText(path: CriticalPath): readonly string[] {
  const { steps, queuedMs } = path;
  if (steps.length < 2 && !isWorthAWord(queuedMs)) return [];
  return [`critical path ${steps.map(neutralize).join(' → ')} ${criticalTimes(path)}`];
}

/** What the time of a critical path is made of: `20.1s, start-ups 0.4s, waited for other workflows 2.8s`. */
export function criticalTimes({ ranMs, waitedMs, queuedMs }: CriticalPath): string {
  const start = isWorthAWord(waitedMs) ? [`start-ups ${duration(waitedMs)}`] : [];
  const queue = isWorthAWord(queuedMs) ? [`waited for other workflows ${duration(queuedMs)}`] : [];
  return [duration(ranMs), ...start, ...queue].join(', ');
}

function isWorthAWord(ms: number): boolean {
  return duration(ms) !== '0s';
}

function leftoversText({ leftovers, keptUntil }: RunReport): string {
  if (keptUntil !== undefined) return `kept on the cluster until ${minuteOfDay(keptUntil)}`;
  if (leftovers.length === 0) return 'nothing left on the cluster';
  return `${count(leftovers.length, 'object')} left on the cluster: ${leftovers.map(neutralize).join(', ')}`;
}
