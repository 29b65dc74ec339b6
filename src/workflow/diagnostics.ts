import type { Diagnostic } from '../errors.js';
import { excerptAt, positionAt, type Source, type Span } from './source.js';

/** One finding, before its place is turned into line and column. */
export interface Finding {
  readonly code: string;
  /** One sentence without a trailing stop. */
  readonly message: string;
  /** The part of the source that is meant. */
  readonly at: Span;
  readonly hint?: string;
}

/** Collects what is found in one source, so that all of it is reported together. */
export class Diagnostics {
  private readonly found = new Map<string, { readonly start: number; readonly diagnostic: Diagnostic }>();

  constructor(readonly source: Source) {}

  error(finding: Finding): void {
    this.add('error', finding);
  }

  warn(finding: Finding): void {
    this.add('warning', finding);
  }

  get hasErrors(): boolean {
    return this.list().some(({ severity }) => severity === 'error');
  }

  /** All findings, in the order of the text. */
  list(): readonly Diagnostic[] {
    return [...this.found.values()].sort((a, b) => a.start - b.start).map(({ diagnostic }) => diagnostic);
  }

  /** A finding is kept once, though each axis of a matrix comes upon it. */
  private add(severity: Diagnostic['severity'], { code, message, at, hint }: Finding): void {
    const key = JSON.stringify([code, at.start, message]);
    if (this.found.has(key)) return;
    const position = positionAt(this.source, at.start);
    const excerpt = excerptAt(this.source, at);
    this.found.set(key, { start: at.start, diagnostic: { severity, code, message: oneLine(message), hint, position, excerpt } });
  }
}

/** Control characters of quoted text as escapes: a message is one line, whatever a file holds. */
function oneLine(message: string): string {
  return message.replaceAll(/\p{Cc}/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
