import type { Metadata } from './metadata.js';

const SKIP = /\[(?:ci *skip|skip *ci)\]/i;
const EVENTS = ['push', 'pull_request', 'pull_request_closed', 'pull_request_metadata'];

/** The words of a commit message, such as `[CI SKIP]`, by which its author wants no pipeline; undefined where nobody said that. */
export function skipRequest({ current: { event, commit } }: Metadata): string | undefined {
  return EVENTS.includes(event ?? '') ? SKIP.exec(commit.message ?? '')?.[0] : undefined;
}
