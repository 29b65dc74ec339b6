import { type Measured, type Must, ratioOf, type Unit } from './benchmark.js';

const DIGITS: Readonly<Record<Unit, number>> = { ms: 1, s: 2, 'MB/s': 1, MiB: 0, 'lines/s': 0, sockets: 0, requests: 1 };

export function figureText({ figure, unit, detail }: Measured): string {
  return withUnit(figure, unit) + (detail === undefined ? '' : ` (${detail})`);
}

export function baselineText({ baseline, unit }: Measured): string {
  return baseline === undefined ? '' : `${withUnit(baseline.figure, unit)}: ${baseline.what}`;
}

export function ratioText(measured: Measured): string {
  return ratioOf(measured)?.toFixed(2) ?? '';
}

export function mustText({ must, unit }: Measured): string {
  return [boundText('≤', must.most, { must, unit }), boundText('≥', must.least, { must, unit })].filter((text) => text !== '').join(', ');
}

function boundText(sign: string, bound: number | undefined, { must, unit }: { readonly must: Must; readonly unit: Unit }): string {
  if (bound === undefined) return '';
  if (must.of === 'ratio') return `${sign} ${bound} × baseline`;
  return `${sign} ${must.of === 'difference' ? 'baseline + ' : ''}${bound} ${unit}`;
}

function withUnit(figure: number, unit: Unit): string {
  return `${figure.toFixed(DIGITS[unit])} ${unit}`;
}
