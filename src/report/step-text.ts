import { duration, wholeSeconds } from './duration.js';
import type { Reason, RunEvent, StepResult, StepState } from './events.js';
import { neutralize, neutralizeLogLine } from './neutralize.js';
import type { Color, Paint } from './paint.js';
import { summaryRow } from './summary.js';

interface Wording {
  readonly symbol: string;
  readonly color: Color;
  /** Stands between the state and the time it took. */
  readonly preposition: string;
}

export const WORDING: Readonly<Record<StepState, Wording>> = {
  passed: { symbol: '✓', color: 'green', preposition: 'in' },
  failed: { symbol: '✗', color: 'red', preposition: 'in' },
  error: { symbol: '✗', color: 'red', preposition: 'after' },
  skipped: { symbol: '-', color: 'dim', preposition: 'after' },
  canceled: { symbol: '-', color: 'yellow', preposition: 'after' },
};

/** How a step ended: `✗ failed in 1.2s (waited 0.4s): exit code 1`. */
export function finishedText(result: StepResult, paint: Paint): string {
  const { waitedMs, ranMs } = summaryRow(result);
  const { symbol, color, preposition } = WORDING[result.state];
  const ran = ranMs === undefined ? '' : ` ${preposition} ${duration(ranMs)}`;
  const waited = waitedMs === undefined || duration(waitedMs) === '0s' ? '' : ` (waited ${duration(waitedMs)})`;
  const seen = whatWasSeen(result);
  const ignored = result.ignored ? ' (ignored)' : '';
  return `${paint(color, `${symbol} ${result.state}`)}${ran}${waited}${seen ? `: ${seen}` : ''}${ignored}`;
}

/** How an attempt ended that another one follows: `✗ failed in 1.2s: exit code 1 · trying again in 10s`. */
export function retriedText({ result, pauseMs }: Extract<RunEvent, { type: 'step-retried' }>, paint: Paint): string {
  const when = pauseMs > 0 ? ` in ${wholeSeconds(pauseMs)}` : '';
  return `${finishedText({ ...result, ignored: false }, paint)} · trying again${when}`;
}

/** Why a step does not start: `… waiting 5s: no node offers arm64 · try another platform`. */
export function waitingText(event: Extract<RunEvent, { type: 'step-waiting' }>, waitedMs: number): string {
  return `… waiting ${wholeSeconds(waitedMs)}: ${withHint(event)}`;
}

/** A message with what to do about it behind it. */
export function withHint({ message, hint }: { readonly message: string; readonly hint?: string }): string {
  return hint ? `${neutralize(message)} · ${neutralize(hint)}` : neutralize(message);
}

/**
 * The closing words on a step that did not pass: what was seen, the end of its log, what to do.
 *
 * @param next - commands worth trying
 */
export function failureText(result: StepResult, next: readonly string[], paint: Paint): readonly string[] {
  const step = neutralize(result.step);
  const verb = result.reason === 'ExitCode' ? ' ended with' : ':';
  const lastLines = (result.lastLines ?? []).map((line) => `    ${step} | ${neutralizeLogLine(line)}`.trimEnd());
  return [
    `${paint('red', `error[${errorCode(result.reason)}]`)} step "${step}"${verb} ${whatWasSeen(result) ?? result.state}`,
    ...(lastLines.length > 0 ? ['  last lines:', ...lastLines] : []),
    ...(result.hint ? [`  hint: ${neutralize(result.hint)}`] : []),
    ...(next.length > 0 ? [`  next: ${next.map(neutralize).join(' · ')}`] : []),
  ];
}

export function whatWasSeen({ reason, exitCode, message, state }: StepResult): string | undefined {
  if (reason === 'ExitCode' && exitCode !== undefined) return `exit code ${exitCode}`;
  if (message !== undefined) return neutralize(message);
  return state === 'canceled' ? undefined : reason;
}

/** `OOMKilled` → `oom-killed`, in the style of all other codes of errors. */
export function errorCode(reason: Reason | undefined): string {
  if (reason === undefined || reason === 'ExitCode') return 'step-failed';
  return reason.replace(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
}
