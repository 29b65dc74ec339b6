import type { Diagnostic, Position } from '../errors.js';
import { count } from './count.js';
import { neutralize, spellOut } from './neutralize.js';

export interface DiagnosticsTextOptions {
  /**
   * What came of it, behind the count: `nothing was created`.
   *
   * @default - the count alone
   */
  readonly outcome?: string;
}

/** Findings as lines for a person, each with its place, the line meant and a hint; a count of them closes. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], options: DiagnosticsTextOptions = {}): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const counts = `${count(errors, 'error')}, ${count(diagnostics.length - errors, 'warning')}`;
  const closing = options.outcome === undefined ? counts : `${counts} · ${options.outcome}`;
  return [...diagnostics.flatMap(diagnosticLines), closing].map((line) => `${line}\n`).join('');
}

/** `build.yaml:9:5 ` before a message; empty where there is no place. */
export function place(position: Position | undefined): string {
  return position ? `${neutralize(position.file)}:${position.line}:${position.column} ` : '';
}

function diagnosticLines(diagnostic: Diagnostic): readonly string[] {
  const { severity, code, message, position, excerpt, hint } = diagnostic;
  const first = `${place(position)}${severity}[${code}] ${neutralize(message)}`;
  if (position && excerpt) return [first, ...excerptLines(position, excerpt, hint)];
  return hint === undefined ? [first] : [first, `  hint: ${neutralize(hint)}`];
}

function excerptLines(position: Position, excerpt: { readonly text: string; readonly length: number }, hint = ''): readonly string[] {
  const number = String(position.line);
  const start = position.column - 1;
  const before = spellOut(excerpt.text.slice(0, start));
  const meant = spellOut(excerpt.text.slice(start, start + excerpt.length));
  const after = spellOut(excerpt.text.slice(start + excerpt.length));
  const caret = '^'.repeat(Math.max(1, meant.length));
  return [
    `  ${number} | ${before}${meant}${after}`.trimEnd(),
    `  ${' '.repeat(number.length)} | ${' '.repeat(before.length)}${caret} ${neutralize(hint)}`.trimEnd(),
  ];
}
