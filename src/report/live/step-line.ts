import { wholeSeconds } from '../duration.js';
import type { StepResult } from '../events.js';
import { neutralize, neutralizeLogLine } from '../neutralize.js';
import type { Color } from '../paint.js';
import { WORDING, whatWasSeen, withHint } from '../step-text.js';
import { summaryRow } from '../summary.js';
import type { LiveRun, LiveStep } from './live-run.js';

/** What a line of the live view says of a step. */
export interface StepLine {
  readonly symbol: string;
  readonly color: Color;
  /** Milliseconds that it has been so, or that it took. */
  readonly ms?: number;
  readonly detail: string;
  /** The detail is its log, not podline's words. */
  readonly isLog?: boolean;
}

/** As much of a line as could ever be shown. */
const SHOWN_BYTES = 4096;

/** A step at a moment. */
export function stepLine(step: LiveStep, run: LiveRun, now: number): StepLine {
  const { phase } = step;
  switch (phase.type) {
    case 'pending':
      return { symbol: '◦', color: 'dim', detail: pendingText(step, run) };
    case 'held':
      if (run.isDue(step)) return { symbol: '…', color: 'yellow', detail: 'starting' };
      return { symbol: '◦', color: 'dim', detail: `held: its pod waits for ${blockers(step, run)}` };
    case 'starting':
      return { symbol: '…', color: 'yellow', ms: now - phase.since, detail: startText(phase) };
    case 'waiting':
      return { symbol: '…', color: 'yellow', ms: now - phase.since, detail: `waiting: ${withHint(phase)}` };
    case 'running':
      return { symbol: '▸', color: 'cyan', ms: now - phase.since, detail: lastLine(step), isLog: true };
    case 'retrying':
      return { symbol: '…', color: 'yellow', detail: retryText(phase, now) };
    case 'ended':
      return { ...wording(phase.result), ms: summaryRow(phase.result).ranMs, detail: endText(phase.result) };
  }
}

function startText({ node }: Extract<LiveStep['phase'], { type: 'starting' }>): string {
  return node === undefined ? 'waiting for a node' : `starting on ${neutralize(node)}`;
}

function pendingText(step: LiveStep, run: LiveRun): string {
  const names = blockers(step, run);
  return names === '' ? 'next' : `after ${names}`;
}

/** The steps that are still to end before it, as they are called in its pipeline. */
function blockers({ info }: LiveStep, run: LiveRun): string {
  const open = info.dependsOn.filter((id) => {
    const step = run.steps.get(id);
    return step && step.phase.type !== 'ended';
  });
  const own = `${info.pipeline}/`;
  return open.map((id) => neutralize(id.startsWith(own) ? id.slice(own.length) : id)).join(', ');
}

function lastLine({ lastLine: bytes }: LiveStep): string {
  if (bytes === undefined) return '';
  return neutralizeLogLine(Buffer.from(bytes.subarray(-SHOWN_BYTES)).toString());
}

function retryText({ since, pauseMs, result }: Extract<LiveStep['phase'], { type: 'retrying' }>, now: number): string {
  const seen = whatWasSeen(result) ?? result.state;
  const left = since + pauseMs - now;
  return `${seen} · trying again${left >= 500 ? ` in ${wholeSeconds(left)}` : ''}`;
}

function wording({ state }: StepResult): Pick<StepLine, 'symbol' | 'color'> {
  const { symbol, color } = WORDING[state];
  return { symbol, color };
}

function endText(result: StepResult): string {
  const seen = result.state === 'passed' ? '' : (whatWasSeen(result) ?? result.state);
  return result.ignored ? `${seen} (ignored)` : seen;
}
