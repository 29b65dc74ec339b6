import { duration } from '../duration.js';
import type { RunHistory, StepHistory } from '../history.js';
import type { Span, SpanKind } from '../spans.js';
import { whatWasSeen } from '../step-text.js';
import { summaryRow } from '../summary.js';
import { html, type Markup } from './markup.js';
import { logLink, stateOf, symbolOf } from './state.js';

/** The time that the bars of all steps have in common. */
export interface TimeScale {
  readonly from: number;
  readonly to: number;
}

const WIDTH = 1000;
const HEIGHT = 14;

const WORDS: Readonly<Record<SpanKind, string>> = {
  held: 'held: its pod was there before its turn',
  scheduling: 'no node yet',
  waiting: 'waiting',
  pulling: 'on its node: pulling and starting',
  running: 'running',
  pause: 'pause before the next attempt',
};

/** The table of all steps, with a bar of what each did when. */
export function stepsTable({ start, steps, report, lastAt }: RunHistory): Markup {
  const scale = { from: start.at, to: Math.max(start.at + 1, report?.finishedAt ?? lastAt) };
  const half = duration((scale.to - scale.from) / 2);
  return html`<table class="steps"><thead><tr><th scope="col">step</th><th scope="col">state</th><th scope="col" class="when"><span class="axis"><span>0s</span><span>${half}</span><span>${duration(scale.to - scale.from)}</span></span></th><th scope="col" class="number">waited</th><th scope="col" class="number">ran</th><th scope="col" class="number">exit</th></tr></thead><tbody>${steps.map((step, index) => row(step, index, scale))}</tbody></table>${legend(steps)}`;
}

function row(step: StepHistory, index: number, scale: TimeScale): Markup {
  const { info, result } = step;
  const state = stateOf(step);
  const { waitedMs, ranMs } = result ? summaryRow(result) : {};
  const seen = result && state !== 'passed' ? whatWasSeen(result) : undefined;
  const ignored = result?.ignored ? ' (ignored)' : '';
  return html`<tr class="${state}"><th scope="row"><a href="${logLink(index)}">${info.step}</a>${seen === undefined ? html`` : html`<span class="seen">${seen}</span>`}</th><td class="state"><span class="badge">${symbolOf(step)} ${state}${ignored}</span></td><td class="when">${bar(step, scale)}</td>${time('waited', waitedMs)}${time('ran', ranMs)}<td class="number" data-name="exit">${result?.exitCode}</td></tr>`;
}

function time(name: string, ms: number | undefined): Markup {
  return html`<td class="number" data-name="${name}">${ms === undefined ? '' : duration(Math.max(0, ms))}</td>`;
}

function bar(step: StepHistory, scale: TimeScale): Markup {
  const { spans } = step;
  return html`<svg class="bar" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${spans.map(spanWords).join(', ') || 'did not begin'}"><line x1="0" x2="${WIDTH}" y1="${HEIGHT / 2}" y2="${HEIGHT / 2}"/>${spans.map((span) => spanBox(span, step, scale))}</svg>`;
}

function spanBox(span: Span, step: StepHistory, { from, to }: TimeScale): Markup {
  const x = ((span.from - from) / (to - from)) * WIDTH;
  // what took no time that one could see is there all the same
  const width = Math.max(2, ((span.to - span.from) / (to - from)) * WIDTH);
  const ended = span.kind === 'running' ? ` ${endOf(span, step)}` : '';
  return html`<rect class="${span.kind}${ended}" x="${Math.min(WIDTH - 2, Math.max(0, x)).toFixed(1)}" y="1" width="${width.toFixed(1)}" height="${HEIGHT - 2}"><title>${spanWords(span)}</title></rect>`;
}

/** An attempt that another one followed did not pass. */
function endOf({ attempt }: Span, { result, retried }: StepHistory): string {
  return retried.some((each) => each.attempt === attempt) ? 'failed' : (result?.state ?? 'unknown');
}

function spanWords({ kind, from, to, attempt, message }: Span): string {
  const what = message === undefined ? WORDS[kind] : `${WORDS[kind]}: ${message}`;
  return `${what}, ${duration(to - from)}${attempt > 1 ? ` (attempt ${attempt})` : ''}`;
}

function legend(steps: readonly StepHistory[]): Markup {
  const kinds = (Object.keys(WORDS) as readonly SpanKind[]).filter((kind) =>
    steps.some(({ spans }) => spans.some((span) => span.kind === kind)),
  );
  const keys = kinds.map(
    (kind) =>
      html`<li><svg width="16" height="10" aria-hidden="true"><rect class="${kind}" width="16" height="10"/></svg> ${WORDS[kind]}</li>`,
  );
  return html`<ul class="legend">${keys}</ul>`;
}
