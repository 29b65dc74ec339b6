import { count } from './count.js';
import { duration } from './duration.js';
import { CHECKS, type Finding, type FindingStatus } from './finding.js';
import { neutralize } from './neutralize.js';
import type { Color, Paint } from './paint.js';

const WORDS: Readonly<Record<FindingStatus, { readonly word: string; readonly color: Color }>> = {
  ok: { word: 'ok', color: 'green' },
  warn: { word: 'warn', color: 'yellow' },
  fail: { word: 'fail', color: 'red' },
  unknown: { word: '?', color: 'yellow' },
  skipped: { word: '-', color: 'dim' },
};
const STATUS_WIDTH = 4;
const CHECK_WIDTH = Math.max(...CHECKS.map((check) => check.length));

/** A finding, and below it what to do. */
export function findingText({ check, status, message, fix }: Finding, paint: Paint): string {
  const { word, color } = WORDS[status];
  const lines = [`${paint(color, word)}${' '.repeat(STATUS_WIDTH - word.length)}  ${check.padEnd(CHECK_WIDTH)}  ${neutralize(message)}`];
  if (fix !== undefined) lines.push(`${' '.repeat(STATUS_WIDTH + CHECK_WIDTH + 4)}fix: ${neutralize(fix)}`);
  return lines.map((line) => `${line}\n`).join('');
}

/** Last line: `1 failure, 2 warnings in 6.2s`. */
export function findingsSummary(findings: readonly Finding[], elapsedMs: number): string {
  const number = (wanted: FindingStatus) => findings.filter(({ status }) => status === wanted).length;
  return `${count(number('fail'), 'failure')}, ${count(number('warn'), 'warning')} in ${duration(elapsedMs)}\n`;
}
