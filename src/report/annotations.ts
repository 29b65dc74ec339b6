import type { Diagnostic } from '../errors.js';

/** Findings as commands that GitHub Actions reads from a log, and shows beside the lines of a pull request. */
export function annotations(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((diagnostic) => `${annotation(diagnostic)}\n`).join('');
}

function annotation({ severity, code, message, hint, position, excerpt }: Diagnostic): string {
  const place: Readonly<Record<string, string | number>> =
    position === undefined
      ? {}
      : {
          file: position.file,
          line: position.line,
          col: position.column,
          ...(excerpt && { endLine: position.line, endColumn: position.column + excerpt.length }),
        };
  const properties = Object.entries({ ...place, title: code }).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${severity} ${properties.join(',')}::${data(hint === undefined ? message : `${message} (${hint})`)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
