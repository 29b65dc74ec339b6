import { axisText } from '../axis-text.js';
import { duration } from '../duration.js';
import type { StepId, StepResult } from '../events.js';
import type { RunHistory } from '../history.js';
import { neutralizeLogLine } from '../neutralize.js';
import { type PastLimit, pastLimit } from '../past-limit.js';
import { criticalTimes } from '../run-text.js';
import { errorCode, whatWasSeen, withHint } from '../step-text.js';
import { type CriticalPath, summarize } from '../summary.js';
import { graph } from './graph.js';
import { html, jsonMarkup, type Markup, trusted } from './markup.js';
import { PAGE_POLICY, PAGE_PROGRAM, PAGE_STYLE } from './page-assets.js';
import { logLink, stateOf } from './state.js';
import { stepsTable } from './steps.js';

/** The log of a step in parts of some thousand lines, each packed. */
export interface PackedLog {
  readonly parts: readonly { readonly lines: number; readonly base64: string }[];
}

export interface HtmlReportOptions {
  /** Version of podline. */
  readonly version: string;
  readonly logs: ReadonlyMap<StepId, PackedLog>;
}

const OUTCOMES = {
  succeeded: 'passed',
  failed: 'failed',
  error: 'could not run to its end',
  canceled: 'canceled',
  'timed-out': 'timed out',
  unknown: 'did not end',
} as const;
const SYMBOLS = { succeeded: '✓', failed: '✗', error: '✗', canceled: '-', 'timed-out': '✗', unknown: '?' } as const;

/** A run as one page that needs nothing beside itself; piece by piece, because logs are long. */
export function* htmlReport(history: RunHistory, { version, logs }: HtmlReportOptions): Generator<string> {
  const { start, report } = history;
  const summary = report && summarize(start.steps, report);
  const outcome = report?.outcome ?? 'unknown';
  const title = `${start.pipelines.join(', ')} ${OUTCOMES[outcome]}`;
  const critical = new Set(summary?.criticalPath.steps);
  yield html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${trusted(PAGE_POLICY)}"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${title} · podline</title><style>${trusted(PAGE_STYLE)}</style></head><body>
<a class="skip" href="#logs">Skip to the logs</a>
<header class="${outcome}"><h1><span aria-hidden="true">${SYMBOLS[outcome]}</span> ${title}</h1><p>${headline(history)}</p></header><main>
${failures(history)}${noticeList(history)}
<section aria-labelledby="steps-title"><h2 id="steps-title">Steps</h2>${stepsTable(history)}</section>
<section aria-labelledby="graph-title"><h2 id="graph-title">Graph</h2>${graph(history, critical)}${criticalPath(summary?.criticalPath)}</section>
<section id="logs" aria-labelledby="logs-title"><h2 id="logs-title">Logs</h2><noscript><p>The logs need JavaScript. \`podline logs ${start.run}\` prints them.</p></noscript><div id="log-panel"></div></section>
<section aria-labelledby="environment-title"><h2 id="environment-title">Environment</h2>${environment(history, version)}</section></main>
`.toString();
  const steps = history.steps.map((step) => ({
    name: step.info.step,
    state: stateOf(step),
    parts: (logs.get(step.info.step)?.parts ?? []).map(({ lines }) => lines),
  }));
  yield html`<script type="application/json" id="data">${jsonMarkup({ steps })}</script>\n`.toString();
  for (const [index, { info }] of history.steps.entries()) {
    for (const [part, { base64 }] of (logs.get(info.step)?.parts ?? []).entries())
      yield html`<script type="text/plain" id="log-${index}-${part}">${trusted(base64)}</script>\n`.toString();
  }
  yield html`<script>${trusted(PAGE_PROGRAM)}</script></body></html>\n`.toString();
}

function headline({ start, report, lastAt }: RunHistory): string {
  const { run, at, cluster } = start;
  const elapsed = duration((report?.finishedAt ?? lastAt) - at);
  return [
    `run ${run}`,
    `${elapsed}`,
    new Date(at)
      .toISOString()
      .replace('T', ' ')
      .replace(/\.\d+Z$/, ' UTC'),
    cluster,
  ].join(' · ');
}

/** What went wrong, most important first: those that failed the run. */
function failures({ start, report, steps }: RunHistory): Markup {
  const past = report && pastLimit(start.steps, report);
  const failed = steps.flatMap(({ result }, index) =>
    result && (result.state === 'failed' || result.state === 'error') ? [{ result, index }] : [],
  );
  if (failed.length === 0 && !past) return html``;
  const sorted = failed.sort((a, b) => Number(a.result.ignored ?? false) - Number(b.result.ignored ?? false));
  return html`<section aria-labelledby="failures-title"><h2 id="failures-title">What went wrong</h2>${past ? end(past) : html``}${sorted.map(({ result, index }) => failure(result, index))}</section>`;
}

function end({ code, message, cause, hint }: PastLimit): Markup {
  const why = cause === undefined ? html`` : html`<p>${cause}</p>`;
  return html`<article class="failure"><h3>${message} <code>${code}</code></h3>${why}<p class="hint">${hint}</p></article>`;
}

function failure(result: StepResult, index: number): Markup {
  const lines = (result.lastLines ?? []).map(neutralizeLogLine);
  const ignored = result.ignored ? html` <span class="muted">(ignored)</span>` : html``;
  const log = result.logLines > 0 ? html`<p><a href="${logLink(index)}">All of its log</a></p>` : html``;
  const last = lines.length > 0 ? html`<pre tabindex="0" aria-label="Last lines of ${result.step}">${lines.join('\n')}</pre>` : html``;
  const hint = result.hint === undefined ? html`` : html`<p class="hint">${result.hint}</p>`;
  return html`<article class="failure"><h3>${result.step}: ${whatWasSeen(result) ?? result.state}${ignored} <code>${errorCode(result.reason)}</code></h3>${hint}${last}${log}</article>`;
}

function noticeList({ notices }: RunHistory): Markup {
  const warnings = notices.filter(({ level }) => level === 'warning');
  if (warnings.length === 0) return html``;
  return html`<section aria-labelledby="warnings-title"><h2 id="warnings-title">Warnings</h2><ul>${warnings.map((notice) => html`<li>${withHint(notice)}</li>`)}</ul></section>`;
}

function criticalPath(path: CriticalPath | undefined): Markup {
  if (!path || path.steps.length < 2) return html``;
  return html`<p class="caption">Critical path, in bold: ${path.steps.join(' → ')} · ${criticalTimes(path)}</p>`;
}

function environment(history: RunHistory, version: string): Markup {
  const { start, report, steps } = history;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['podline', version],
    ['run', start.run],
    ['namespace', start.namespace],
    ['cluster', start.cluster],
    ['began', new Date(start.at).toISOString()],
    ['exit status', report && String(report.exitStatus)],
    ['left on the cluster', report?.leftovers.length ? report.leftovers.join(', ') : undefined],
    ...Object.entries(start.axes ?? {}).map(([pipeline, axis]) => [`matrix of ${pipeline}`, axisText(axis)] as const),
    // variables of Woodpecker that stand for nothing are zero
    ...Object.entries(start.environment ?? {}).filter(([, value]) => value !== '0' && value !== '[]'),
    ...steps.flatMap(({ info }): readonly (readonly [string, string])[] =>
      info.image === undefined ? [] : [[`image of ${info.step}`, info.image]],
    ),
  ];
  return html`<dl>${rows.flatMap(([name, value]) => (value === undefined ? [] : [html`<div><dt>${name}</dt><dd>${value}</dd></div>`]))}</dl>`;
}
