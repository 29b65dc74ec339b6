import type { RetryCause } from './pipeline.js';

/** What a step with `retry` and no word on the causes is tried again after. */
export const DEFAULT_RETRY_CAUSES: readonly RetryCause[] = ['failure', 'oom', 'timeout', 'infra'];

/** The causes, for messages. */
export const RETRY_CAUSES = 'use failure, exit:N, oom, timeout or infra';

export function isRetryCause(text: string): text is RetryCause {
  return DEFAULT_RETRY_CAUSES.some((cause) => cause === text) || /^exit:([1-9]\d?|1\d\d|2[0-4]\d|25[0-5])$/.test(text);
}
