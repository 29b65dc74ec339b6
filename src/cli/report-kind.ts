import path from 'node:path';
import { UsageError } from '../errors.js';

/** What a file's ending asks for. */
export type ReportKind = 'html' | 'junit' | 'json';

const ENDINGS: Readonly<Record<string, ReportKind>> = { '.html': 'html', '.htm': 'html', '.xml': 'junit', '.json': 'json' };

/** The kind of report that a file is to hold. Throws `UsageError` where its name does not tell. */
export function reportKind(file: string): ReportKind {
  const kind = ENDINGS[path.extname(file).toLowerCase()];
  if (kind) return kind;
  throw new UsageError(`"${file}" does not tell what report it shall hold`, {
    code: 'unknown-report',
    hint: 'end it in .html, .xml for JUnit, or .json',
  });
}
