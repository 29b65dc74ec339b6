import { posix } from 'node:path';

/** A file's name without folder, leading dot and ending. */
export function workflowName(file: string): string {
  return posix
    .basename(file)
    .replace(/\.yml$/, '')
    .replace(/\.yaml$/, '')
    .replace(/^\./, '');
}
