import { readFile, stat } from 'node:fs/promises';
import { type Position, UsageError } from '../errors.js';

/** Larger files are no workflows. */
const MAX_BYTES = 1024 * 1024;

/** A workflow file in memory. */
export interface Source {
  /** Path as the user gave it; also names the workflow. */
  readonly file: string;
  readonly text: string;
  /** Offset at which each line begins. */
  readonly lineStarts: readonly number[];
}

/** A part of the text of a {@link Source}, in offsets; the end is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A source made of text that is at hand. */
export function createSource(file: string, text: string): Source {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return { file, text: body, lineStarts: lineStartsOf(body) };
}

/** Offset at which each line of a text begins. */
export function lineStartsOf(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), (newline) => newline.index + newline[0].length)];
}

/**
 * Reads a workflow file.
 *
 * @throws UsageError `unreadable-file` where there is no such file or it can not be read or is no text, `too-large` above 1 MiB
 */
export async function readSource(path: string): Promise<Source> {
  const [size, bytes] = await bytesOf(path);
  if (size > MAX_BYTES) {
    throw new UsageError(`"${path}" is larger than ${MAX_BYTES} bytes`, { code: 'too-large', hint: 'give the path of a workflow file' });
  }
  try {
    return createSource(path, new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new UsageError(`"${path}" is not UTF-8 text`, { code: 'unreadable-file', hint: 'save it in UTF-8', cause });
  }
}

/** Size in bytes, and the content unless it is too large to be read. */
async function bytesOf(path: string): Promise<readonly [number, Uint8Array]> {
  try {
    const { size } = await stat(path);
    return [size, size > MAX_BYTES ? new Uint8Array() : await readFile(path)];
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? cause.code : cause;
    throw new UsageError(`cannot read "${path}": ${reason === 'ENOENT' ? 'no such file' : reason}`, {
      code: 'unreadable-file',
      hint: 'give the path of a workflow file',
      cause,
    });
  }
}

/** Line and column of an offset. */
export function positionAt({ file, lineStarts }: Source, offset: number): Position {
  const line = lastAtOrBefore(lineStarts, offset);
  return { file, line: line + 1, column: offset - (lineStarts[line] ?? 0) + 1 };
}

/** The line that a span begins on, and how many of its columns the span covers, at least one. */
export function excerptAt({ text, lineStarts }: Source, { start, end }: Span): { readonly text: string; readonly length: number } {
  const line = lastAtOrBefore(lineStarts, start);
  const from = lineStarts[line] ?? 0;
  const whole = text.slice(from, lineStarts[line + 1]).replace(/[\r\n]+$/, '');
  return { text: whole, length: Math.max(1, Math.min(end, from + whole.length) - start) };
}

/** Index of the last offset, of those in order, that is at another one or before it. */
export function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  for (let high = starts.length - 1; low < high; ) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
