import { duration } from '../duration.js';
import type { StepId } from '../events.js';
import type { RunHistory, StepHistory } from '../history.js';
import { summaryRow } from '../summary.js';
import { cut } from '../text-width.js';
import { graphLayout, type Place } from './graph-layout.js';
import { html, type Markup } from './markup.js';
import { logLink, stateOf, symbolOf } from './state.js';

const BOX = { width: 152, height: 40 };
const GAP = { x: 44, y: 12 };
const MARGIN = 6;
/** As much of a name as fits a box. */
const NAME_COLUMNS = 17;

/** The drawing of the run's graph; the table beside it says the same in words. */
export function graph({ start, steps }: RunHistory, critical: ReadonlySet<StepId>): Markup {
  const places = new Map(graphLayout(start.steps).map((place) => [place.step, place]));
  const [columns, rows] = [most(places, 'column'), most(places, 'row')];
  const width = columns * (BOX.width + GAP.x) - GAP.x + 2 * MARGIN;
  const height = rows * (BOX.height + GAP.y) - GAP.y + 2 * MARGIN;
  const edges = start.steps.flatMap(({ step, dependsOn }) =>
    dependsOn.map((before) => edge(places.get(before), places.get(step), critical.has(before) && critical.has(step))),
  );
  const boxes = steps.map((step, index) => box(step, index, places.get(step.info.step)));
  return html`<div class="graph" tabindex="0" role="region" aria-label="Graph of the steps"><svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="group">${edges}${boxes}</svg></div>`;
}

function most(places: ReadonlyMap<StepId, Place>, side: 'column' | 'row'): number {
  return Math.max(0, ...[...places.values()].map((place) => place[side])) + 1;
}

function corner({ column, row }: Place): { readonly x: number; readonly y: number } {
  return { x: MARGIN + column * (BOX.width + GAP.x), y: MARGIN + row * (BOX.height + GAP.y) };
}

function edge(from: Place | undefined, to: Place | undefined, isCritical: boolean): Markup {
  if (!from || !to) return html``;
  const [a, b] = [corner(from), corner(to)];
  const [x1, y1, x2, y2] = [a.x + BOX.width, a.y + BOX.height / 2, b.x, b.y + BOX.height / 2];
  const middle = GAP.x / 2;
  return html`<path class="${isCritical ? 'edge critical' : 'edge'}" d="M${x1} ${y1}C${x1 + middle} ${y1} ${x2 - middle} ${y2} ${x2} ${y2}"/>`;
}

function box(step: StepHistory, index: number, place: Place | undefined): Markup {
  if (!place) return html``;
  const { x, y } = corner(place);
  const state = stateOf(step);
  const ranMs = step.result && summaryRow(step.result).ranMs;
  const words = ranMs === undefined ? state : `${state} · ${duration(ranMs)}`;
  return html`<a href="${logLink(index)}" class="node ${state}"><title>${step.info.step}: ${words}</title><rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6"/><text class="name" x="${x + 12}" y="${y + 17}">${cut(step.info.step, NAME_COLUMNS)}</text><text class="words" x="${x + 12}" y="${y + 32}">${symbolOf(step)} ${words}</text></a>`;
}
