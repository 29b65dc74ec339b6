/** What a pipeline may be started by. */
export const EVENTS = [
  'push',
  'pull_request',
  'pull_request_closed',
  'pull_request_metadata',
  'tag',
  'release',
  'deployment',
  'cron',
  'manual',
] as const;

/** True for all events of a pull request. */
export function isPullEvent(event: string | undefined): boolean {
  return event?.startsWith('pull_request') ?? false;
}
